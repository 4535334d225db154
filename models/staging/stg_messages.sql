-- One row per message that passed every check.

with

typed as (

    select * from {{ ref('stg_messages_typed') }}

),

rejected as (

    select * from {{ ref('stg_messages_rejected') }}

),

final as (

    select
        typed.message_id,
        typed.ticket_id,
        typed.sent_at,
        typed.author,
        typed.body
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
