-- One row per Zendesk chat event that was landed, typed, with what becomes of it.
-- The connector's `$.source.type` says who really wrote: a bot's message may carry an
-- agent's id. Repeated history and events that say nothing are no messages.

with

chat_events as (

    select * from {{ source('zendesk', 'ticket_chat_event') }}

),

chats as (

    select distinct chat_id
    from {{ source('zendesk', 'ticket_chat') }}

),

typed as (

    select
        chat_id,
        {{ moment_of('created_at') }} as sent_at,
        nullif(replace(actor_id, 'agent:', ''), '') as user_id,
        actor_id like 'agent:%' as is_agent_seat,
        {{ json_value('original_message', '$.source.type') }} as app,
        {{ json_value('original_message', '$.author.type') }} as side,
        coalesce(
            message, {{ json_value('original_message', '$.content.text.text') }}
        ) as body,
        type = 'ChatDepartmentTransfer' as is_handoff,
        type = 'ChatMessage' as is_message,
        coalesce({{ boolean_of('is_history_context') }}, false) as is_history,
        raw_file || '#ticket_chat_event' as raw_file,
        raw_row
    from chat_events

),

final as (

    select
        typed.chat_id,
        typed.sent_at,
        typed.user_id,
        typed.is_agent_seat,
        typed.app,
        typed.side,
        typed.body,
        typed.is_handoff,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_history then 'copy'
            when chats.chat_id is null then 'without_ticket'
            when typed.is_message or typed.is_handoff then 'used'
            else 'no_message'
        end as fate
    from typed
    left join chats
        on typed.chat_id = chats.chat_id

)

select * from final
