-- One row per Intercom conversation that the bot handed to a person.
-- Handed over when a teammate's message follows the bot, or an assignment does where
-- the AI agent itself says that it passed on; a conversation that is linked to a bot's
-- elsewhere was handed over when it was opened.

with

conversations as (

    select * from {{ ref('intercom_conversation_versions') }}

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
        conversations.*,
        case
            when links.ticket_id is not null then conversations.opened_at
            when
                turns.first_bot_at is not null
                and conversations.ai_agent_resolution_state in (
                    'routed_to_team', 'escalated', 'procedure_handoff'
                )
                then {{ earlier_of(
                    'turns.first_agent_after_bot_at', 'turns.first_handoff_at'
                ) }}
            when turns.first_bot_at is not null then turns.first_agent_after_bot_at
            when bots.is_tagged then turns.first_agent_at
        end as escalated_at
    from conversations
    left join turns
        on conversations.ticket_id = turns.ticket_id
    left join bots
        on conversations.ticket_id = bots.ticket_id
    left join links
        on conversations.ticket_id = links.ticket_id
    where conversations.fate = 'used'

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
