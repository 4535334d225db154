-- One row per staged ticket: how it went, how long it took and who came back.

{{ config(materialized='view') }}

with

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

handoffs as (

    select * from {{ ref('int_handoffs_by_ticket') }}

),

messages as (

    select * from {{ ref('int_messages_by_ticket') }}

),

contacts as (

    select * from {{ ref('int_contacts_followed') }}

),

joined as (

    select
        tickets.*,
        handoffs.ticket_id is not null as has_escalation,
        handoffs.ticket_id is not null
        or coalesce(tickets.outcome = 'escalated', false) as is_escalated,
        handoffs.first_escalated_at,
        handoffs.is_restate_known,
        handoffs.is_context_lost,
        handoffs.has_agent_turn,
        handoffs.has_repeat_state,
        handoffs.is_packet_complete,
        handoffs.is_packet_acknowledged,
        contacts.next_contact_at,
        contacts.next_contact_any_at,
        case
            when tickets.bot_handle_seconds is not null then tickets.bot_handle_seconds
            when tickets.is_attempted
                then {{ elapsed_seconds(
                    'messages.first_customer_at', 'messages.last_bot_at'
                ) }}
        end as bot_seconds,
        coalesce(
            tickets.agent_handle_seconds,
            {{ elapsed_seconds(
                'coalesce(handoffs.first_escalated_at, messages.first_agent_at)',
                'messages.last_agent_at'
            ) }}
        ) as agent_seconds
    from tickets
    left join handoffs
        on tickets.ticket_id = handoffs.ticket_id
    left join messages
        on tickets.ticket_id = messages.ticket_id
    left join contacts
        on tickets.ticket_id = contacts.ticket_id

),

final as (

    select
        ticket_id,
        deployment_id,
        week,
        archetype,
        segment,
        channel,
        intent,
        bot_version,
        bot_confidence,
        arm,
        exclusion,
        customer_id is not null as has_customer,
        opened_at,
        resolved_at,
        reopened_at,
        exclusion is null and arm = 'bot' as is_counted,
        is_attempted,
        resolved_at is not null as is_resolved,
        outcome,
        is_escalated,
        has_escalation,
        first_escalated_at,
        is_attempted and not is_escalated and resolved_at is not null as is_deflected,
        is_attempted and not is_escalated
        and coalesce(outcome = 'confirmed', false) as is_confirmed,
        is_attempted and not is_escalated
        and coalesce(outcome = 'assumed', false) as is_assumed,
        is_attempted and not is_escalated
        and coalesce(outcome = 'abandoned', false) as is_abandoned,
        coalesce(is_restate_known, false) as is_restate_known,
        coalesce(is_context_lost, false) as is_context_lost,
        coalesce(has_agent_turn, false) as has_agent_turn,
        coalesce(has_repeat_state, false) as has_repeat_state,
        is_packet_complete,
        is_packet_acknowledged,
        {{ capped('bot_seconds', var('bot_handle_cap_seconds')) }}
            as bot_handle_seconds,
        {{ capped('agent_seconds', var('agent_handle_cap_seconds')) }}
            as agent_handle_seconds,
        next_contact_at,
        next_contact_any_at
    from joined

)

select * from final
