-- One row per ticket with an escalation row: what was handed over, and when first.
-- A flag is known when any row knows it; a packet part that is null was not passed.

with

escalations as (

    select * from {{ ref('stg_escalations') }}

),

final as (

    select
        ticket_id,
        min(escalated_at) as first_escalated_at,
        bool_or(agent_asked_restate is not null) as is_restate_known,
        coalesce(bool_or(agent_asked_restate), false) as is_context_lost,
        bool_and(
            coalesce(intent_passed, false)
            and coalesce(account_state_passed, false)
            and coalesce(summary_passed, false)
        ) as is_packet_complete,
        bool_and(packet_acknowledged) as is_packet_acknowledged
    from escalations
    group by ticket_id

)

select * from final
