-- One row per ticket of every helpdesk that is read. A bot's conversation and the
-- ticket it was handed over to are one contact: the conversation, which ends when the
-- first such ticket does; the ticket is kept as merged.
{{ config(materialized='view') }}

with

tickets as (

    select * from {{ ref('helpdesk_tickets') }}

),

links as (

    select * from {{ ref('conversations_linked') }}

),

final as (

    select
        tickets.ticket_id,
        tickets.deployment_id,
        coalesce(tickets.customer_id, links.customer_id) as customer_id,
        tickets.segment,
        tickets.channel,
        tickets.intent,
        tickets.opened_at,
        case
            when not links.is_handover then links.resolved_at
            else tickets.resolved_at
        end as resolved_at,
        case
            when not links.is_handover then links.reopened_at
            else tickets.reopened_at
        end as reopened_at,
        case
            when not links.is_handover then links.closed_at
            else tickets.closed_at
        end as closed_at,
        tickets.bot_attempted,
        case
            when not links.is_handover then 'escalated'
            else tickets.bot_outcome
        end as bot_outcome,
        tickets.bot_version,
        tickets.bot_confidence,
        tickets.bot_handle_seconds,
        tickets.agent_handle_seconds,
        tickets.arm,
        case
            when links.is_handover then 'merged'
            else tickets.exclusion
        end as exclusion,
        tickets.raw_file,
        tickets.raw_row
    from tickets
    left join links
        on tickets.ticket_id = links.ticket_id

)

select * from final
