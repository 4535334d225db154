-- One row per contract table: what was there, what was read, and what became of it.

with

inventory as (

    select * from {{ source('raw', 'inventory') }}

),

tables_read as (

    select * from {{ ref('int_tables_read') }}

),

tables_staged as (

    select * from {{ ref('int_tables_staged') }}

),

rejections as (

    select * from {{ ref('int_rejections_by_table') }}

),

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

tickets_summed as (

    select
        count_if(archetype = 'unmapped') as unmapped_count,
        count(*) as ticket_count,
        sum(off_window_survey_count) as off_window_survey_count
    from tickets

),

final as (

    select
        inventory.table_name,
        inventory.is_present,
        inventory.file_count,
        tables_read.rows_read,
        tables_staged.rows_staged,
        coalesce(rejections.rejected_count, 0) as rows_quarantined,
        coalesce(rejections.malformed_line_count, 0) as malformed_line_count,
        coalesce(rejections.bad_type_count, 0) as bad_type_count,
        coalesce(rejections.duplicate_row_count, 0) as duplicate_row_count,
        coalesce(rejections.missing_key_count, 0) as missing_key_count,
        coalesce(rejections.unknown_deployment_count, 0) as unknown_deployment_count,
        coalesce(rejections.time_disorder_count, 0) as time_disorder_count,
        coalesce(rejections.out_of_range_count, 0) as out_of_range_count,
        coalesce(rejections.unknown_value_count, 0) as unknown_value_count,
        coalesce(rejections.duplicate_key_count, 0) as duplicate_key_count,
        coalesce(rejections.orphan_ticket_count, 0) as orphan_ticket_count,
        tables_staged.newest_event_at,
        case
            when inventory.table_name = 'tickets'
                then {{ percent(
                    'tickets_summed.unmapped_count', 'tickets_summed.ticket_count'
                ) }}
        end as unmapped_share,
        case
            when inventory.table_name = 'surveys'
                then cast(
                    coalesce(tickets_summed.off_window_survey_count, 0) as bigint
                )
        end as off_window_survey_count,
        inventory.extra_columns
    from inventory
    inner join tables_read
        on inventory.table_name = tables_read.table_name
    inner join tables_staged
        on inventory.table_name = tables_staged.table_name
    left join rejections
        on inventory.table_name = rejections.table_name
    cross join tickets_summed

)

select * from final
