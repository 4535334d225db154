-- One row per contract table with a refused row: how many, by reason.

with

rows_rejected as (

    select * from {{ ref('int_rows_rejected') }}

),

final as (

    select
        table_name,
        count(*) as rejected_count,
        {{ count_of_reason('malformed_line') }},
        {{ count_of_reason('bad_type') }},
        {{ count_of_reason('duplicate_row') }},
        {{ count_of_reason('missing_key') }},
        {{ count_of_reason('unknown_deployment') }},
        {{ count_of_reason('time_disorder') }},
        {{ count_of_reason('out_of_range') }},
        {{ count_of_reason('unknown_value') }},
        {{ count_of_reason('duplicate_key') }},
        {{ count_of_reason('orphan_ticket') }}
    from rows_rejected
    group by table_name

)

select * from final
