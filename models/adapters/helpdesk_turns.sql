-- One row per helpdesk ticket with messages: when the customer, the bot and people
-- spoke. An answer is a bot's turn after the customer's first: a greeting is none.

with

zendesk_messages as (

    select * from {{ ref('zendesk_messages') }}

),

intercom_messages as (

    select * from {{ ref('intercom_messages') }}

),

messages as (

    select
        ticket_id,
        sent_at,
        author,
        is_answer,
        is_handoff
    from zendesk_messages

    union all

    select
        ticket_id,
        sent_at,
        author,
        is_answer,
        is_handoff
    from intercom_messages

),

turns as (

    select
        ticket_id,
        min(case when author = 'customer' then sent_at end) as first_customer_at,
        max(case when author = 'customer' then sent_at end) as last_customer_at,
        min(case when author = 'bot' then sent_at end) as first_bot_at,
        max(case when author = 'bot' then sent_at end) as last_bot_at,
        min(case when author = 'agent' then sent_at end) as first_agent_at
    from messages
    group by ticket_id

),

final as (

    select
        turns.ticket_id,
        turns.last_customer_at,
        turns.first_bot_at,
        turns.last_bot_at,
        turns.first_agent_at,
        min(case
            when messages.is_answer and messages.sent_at >= turns.first_customer_at
                then messages.sent_at
        end) as first_answer_at,
        min(case
            when messages.author = 'agent' and messages.sent_at >= turns.first_bot_at
                then messages.sent_at
        end) as first_agent_after_bot_at,
        min(case
            when messages.is_handoff and messages.sent_at >= turns.first_bot_at
                then messages.sent_at
        end) as first_handoff_at
    from turns
    inner join messages
        on turns.ticket_id = messages.ticket_id
    group by
        turns.ticket_id,
        turns.last_customer_at,
        turns.first_bot_at,
        turns.last_bot_at,
        turns.first_agent_at

)

select * from final
