-- One row per Zendesk ticket that a bot handed to a person.
-- Handed over when a transfer or an agent's message follows the bot; a ticket that is
-- linked to a bot's conversation elsewhere was handed over when it was opened.

with

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

turns as (

    select * from {{ ref('helpdesk_turns') }}

),

bots as (

    select * from {{ ref('helpdesk_bots') }}

),

links as (

    select distinct ticket_id
    from {{ source('links', 'conversation_links') }}

),

handed_over as (

    select
        tickets.*,
        case
            when links.ticket_id is not null then tickets.opened_at
            when turns.first_bot_at is not null
                then {{ earlier_of(
                    'turns.first_agent_after_bot_at', 'turns.first_handoff_at'
                ) }}
            when bots.is_tagged then turns.first_agent_at
        end as escalated_at
    from tickets
    left join turns
        on tickets.ticket_id = turns.ticket_id
    left join bots
        on tickets.ticket_id = bots.ticket_id
    left join links
        on tickets.ticket_id = links.ticket_id
    where tickets.fate = 'used'

),

final as (

    select
        ticket_id || ':handoff' as escalation_id,
        ticket_id,
        escalated_at,
        intent_passed,
        account_state_passed,
        summary_passed,
        agent_asked_restate,
        packet_acknowledged,
        raw_file,
        raw_row
    from handed_over
    where escalated_at is not null

)

select * from final
