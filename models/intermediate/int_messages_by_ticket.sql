-- One row per ticket with messages: the first and last of each author that handle
-- times need, and the first with a text. No text is kept.

with

messages as (

    select * from {{ ref('stg_messages') }}

),

final as (

    select
        ticket_id,
        min(case when author = 'customer' then sent_at end) as first_customer_at,
        max(case when author = 'bot' then sent_at end) as last_bot_at,
        min(case when author = 'agent' then sent_at end) as first_agent_at,
        max(case when author = 'agent' then sent_at end) as last_agent_at,
        min(case when body is not null then sent_at end) as first_body_at
    from messages
    group by ticket_id

)

select * from final
