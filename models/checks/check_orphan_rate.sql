-- One row per contract table with more rows of unknown tickets than max_orphan_rate
-- allows. Without a limit nothing stops: an extract cut by date has orphans by nature.

with

data_quality as (

    select * from {{ ref('data_quality') }}

),

final as (

    select
        table_name as subject,
        concat(
            cast(orphan_ticket_count as varchar), ' of ', cast(rows_read as varchar),
            ' rows of ', table_name, ' belong to no staged ticket, over',
            ' max_orphan_rate ({{ var('max_orphan_rate') }}).',
            ' Extract the tickets of the same dates, or raise the limit.'
        ) as message
    from data_quality
    where orphan_ticket_count > {{ rate_or_null('max_orphan_rate') }} * rows_read

)

select * from final
