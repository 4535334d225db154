-- One row per tool call that passed every check.

with

typed as (

    select * from {{ ref('stg_tool_calls_typed') }}

),

rejected as (

    select * from {{ ref('stg_tool_calls_rejected') }}

),

final as (

    select
        typed.call_id,
        typed.ticket_id,
        typed.called_at,
        typed.tool,
        typed.succeeded,
        typed.arguments,
        typed.result
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
