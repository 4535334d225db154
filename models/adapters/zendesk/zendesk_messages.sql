-- One row per Zendesk comment, chat message or chat transfer: contract messages, and
-- who or what spoke.

with

comments as (

    select * from {{ ref('zendesk_comments') }}

),

chat_turns as (

    select * from {{ ref('zendesk_chat_turns') }}

),

actors as (

    select * from {{ ref('zendesk_actors') }}

),

bot_identities as (

    select * from {{ ref('bot_identities') }}

),

bot_apps as (

    select distinct value as app
    from bot_identities
    where helpdesk = 'zendesk' and kind = 'app'

),

chat_messages as (

    select
        chat_turns.message_id,
        chat_turns.ticket_id,
        chat_turns.sent_at,
        case
            when chat_turns.is_handoff then 'system'
            when chat_turns.app = 'zd:answerBot' then 'bot'
            when bot_apps.app is not null then 'bot'
            when actors.actor = 'bot' then 'bot'
            when chat_turns.user_id like '!_!_%' escape '!' then 'system'
            when actors.actor = 'agent' then 'agent'
            when chat_turns.is_agent_seat then 'agent'
            when chat_turns.user_id is not null then 'customer'
            when chat_turns.side = 'USER' then 'customer'
            else 'system'
        end as author,
        case when not chat_turns.is_handoff then chat_turns.body end as body,
        chat_turns.user_id,
        chat_turns.app,
        chat_turns.is_handoff,
        chat_turns.raw_file,
        chat_turns.raw_row
    from chat_turns
    left join actors
        on chat_turns.user_id = actors.user_id
    left join bot_apps
        on chat_turns.app = bot_apps.app

),

final as (

    select
        message_id,
        ticket_id,
        sent_at,
        author,
        body,
        user_id,
        cast(null as varchar) as app,
        author = 'bot' as is_answer,
        false as is_handoff,
        raw_file,
        raw_row
    from comments

    union all

    select
        message_id,
        ticket_id,
        sent_at,
        author,
        body,
        user_id,
        app,
        author = 'bot' as is_answer,
        is_handoff,
        raw_file,
        raw_row
    from chat_messages

)

select * from final
