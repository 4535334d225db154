-- One row per chat message or transfer, on the one ticket that it belongs to.
-- A chat may stand on several tickets, as one conversation goes on for months: each
-- message counts once, on the newest ticket opened by then, else on the first.
{{ config(materialized='view') }}

with

chat_events as (

    select * from {{ ref('zendesk_chat_events') }}

),

chats as (

    select * from {{ source('zendesk', 'ticket_chat') }}

),

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

chat_tickets as (

    select distinct
        chats.chat_id,
        chats.ticket_id as zendesk_id,
        tickets.opened_at
    from chats
    left join tickets
        on chats.ticket_id = tickets.zendesk_id and tickets.fate = 'used'

),

candidates_numbered as (

    select
        chat_events.*,
        chat_tickets.zendesk_id,
        row_number() over (
            partition by chat_events.raw_file, chat_events.raw_row
            order by
                case
                    when chat_tickets.opened_at <= chat_events.sent_at
                        then chat_tickets.opened_at
                end desc nulls last,
                chat_tickets.opened_at asc nulls last,
                chat_tickets.zendesk_id asc
        ) as candidate_number
    from chat_events
    inner join chat_tickets
        on chat_events.chat_id = chat_tickets.chat_id
    where chat_events.fate = 'used'

),

final as (

    select
        'zendesk:' || chat_id || ':' || cast(sent_at as varchar) as message_id,
        'zendesk:' || zendesk_id as ticket_id,
        sent_at,
        user_id,
        is_agent_seat,
        app,
        side,
        body,
        is_handoff,
        raw_file,
        raw_row
    from candidates_numbered
    where candidate_number = 1

)

select * from final
