-- One row per helpdesk ticket: its deployment and bot, whether the bot answered, when
-- each side spoke last, and the tag that the seed intents knows.

with

signs as (

    select * from {{ ref('helpdesk_signs') }}

),

bots as (

    select * from {{ ref('helpdesk_bots') }}

),

turns as (

    select * from {{ ref('helpdesk_turns') }}

),

intents as (

    select * from {{ ref('intents') }}

),

tickets as (

    select
        signs.ticket_id,
        min(intents.intent) as intent
    from signs
    left join intents
        on signs.identity = intents.intent and signs.kind = 'tag'
    group by signs.ticket_id

),

final as (

    select
        tickets.ticket_id,
        bots.deployment_id,
        bots.bot_name,
        coalesce(bots.is_tagged, false)
        or turns.first_answer_at is not null as is_attempted,
        turns.last_customer_at,
        turns.last_bot_at,
        tickets.intent
    from tickets
    left join bots
        on tickets.ticket_id = bots.ticket_id
    left join turns
        on tickets.ticket_id = turns.ticket_id

)

select * from final
