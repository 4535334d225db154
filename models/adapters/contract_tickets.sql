-- One row per ticket of every helpdesk that is read. A bot's conversation and the
-- ticket it was handed over to are one contact: the conversation, which ends when the
-- ticket does; the ticket is kept as merged.
{{ config(materialized='view') }}

with

tickets as (

    select * from {{ ref('helpdesk_tickets') }}

),

handovers as (

    select * from {{ ref('conversations_linked') }}

),

first_handovers as (

    select * from {{ ref('conversations_linked') }}
    where handover_number = 1

),

final as (

    select
        tickets.ticket_id,
        tickets.deployment_id,
        coalesce(tickets.customer_id, first_handovers.customer_id) as customer_id,
        tickets.segment,
        tickets.channel,
        tickets.intent,
        tickets.opened_at,
        case
            when first_handovers.ticket_id is null then tickets.resolved_at
            else first_handovers.resolved_at
        end as resolved_at,
        case
            when first_handovers.ticket_id is null then tickets.reopened_at
            else first_handovers.reopened_at
        end as reopened_at,
        case
            when first_handovers.ticket_id is null then tickets.closed_at
            else first_handovers.closed_at
        end as closed_at,
        tickets.bot_attempted,
        case
            when first_handovers.ticket_id is null then tickets.bot_outcome
            else 'escalated'
        end as bot_outcome,
        tickets.bot_version,
        tickets.bot_confidence,
        tickets.bot_handle_seconds,
        tickets.agent_handle_seconds,
        tickets.arm,
        case
            when handovers.ticket_id is null then tickets.exclusion
            else 'merged'
        end as exclusion,
        tickets.raw_file,
        tickets.raw_row
    from tickets
    left join handovers
        on tickets.ticket_id = handovers.ticket_id
    left join first_handovers
        on tickets.ticket_id = first_handovers.conversation_id

)

select * from final
