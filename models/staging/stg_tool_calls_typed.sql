-- One row per raw tool call that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ source('raw', 'tool_calls') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    select landed_at
    from {{ source('raw', 'inventory') }}
    where table_name = 'tool_calls'

),

rows_read as (

    {{ rows_until_as_of('tool_calls') | indent(4) }}

),

typed as (

    {{ typed_rows('tool_calls') | indent(4) }}

),

final as (

    select
        typed.call_id,
        typed.ticket_id,
        typed.called_at,
        typed.tool,
        typed.succeeded,
        typed.arguments,
        typed.result,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('tool_calls') }} then 'missing_key'
            when {{ is_after_landing('tool_calls') }} then 'time_disorder'
        end as fault
    from typed
    cross join landing

)

select * from final
