-- One row per deployment and kind of record that it keeps: any row of it will do.
-- Kept apart because what reads it looks at one ticket at a time: a first record says
-- something of all tickets.

with

records as (

    select * from {{ ref('int_records_found') }}

),

final as (

    select
        deployment_id,
        record_name
    from records

)

select * from final
