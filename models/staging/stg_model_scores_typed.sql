-- One row per raw model score that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ source('raw', 'model_scores') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    select landed_at
    from {{ source('raw', 'inventory') }}
    where table_name = 'model_scores'

),

rows_read as (

    {{ rows_until_as_of('model_scores') | indent(4) }}

),

typed as (

    {{ typed_rows('model_scores') | indent(4) }}

),

final as (

    select
        typed.ticket_id,
        typed.scored_at,
        typed.resolution_quality,
        typed.confidence,
        typed.model_version,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('model_scores') }} then 'missing_key'
            when {{ is_after_landing('model_scores') }} then 'time_disorder'
            when {{ is_no_probability('typed.resolution_quality') }} then 'out_of_range'
            when {{ is_no_probability('typed.confidence') }} then 'out_of_range'
        end as fault
    from typed
    cross join landing

)

select * from final
