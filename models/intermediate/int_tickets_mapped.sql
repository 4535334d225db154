-- One row per staged ticket: its week, its archetype and when it was really resolved.
-- resolved_at is the effective one: the automatic close, often a month later, only
-- stands in for it. The outcome of an open ticket is not read.

{{ config(materialized='view') }}

with

tickets as (

    select * from {{ ref('stg_tickets') }}

),

intents as (

    select * from {{ ref('int_intents_mapped') }}

),

final as (

    select
        tickets.ticket_id,
        tickets.deployment_id,
        {{ week_of('tickets.opened_at') }} as week,
        coalesce(intents.archetype, 'unmapped') as archetype,
        tickets.segment,
        tickets.channel,
        tickets.intent,
        tickets.customer_id,
        tickets.bot_version,
        tickets.bot_confidence,
        tickets.arm,
        tickets.exclusion,
        tickets.opened_at,
        coalesce(tickets.resolved_at, tickets.closed_at) as resolved_at,
        tickets.reopened_at,
        tickets.bot_attempted as is_attempted,
        case
            when coalesce(tickets.resolved_at, tickets.closed_at) is not null
                then tickets.bot_outcome
        end as outcome,
        tickets.bot_handle_seconds,
        tickets.agent_handle_seconds
    from tickets
    left join intents
        on tickets.intent = intents.intent

)

select * from final
