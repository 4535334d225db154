-- One row per escalation that passed every check.

with

typed as (

    select * from {{ ref('stg_escalations_typed') }}

),

rejected as (

    select * from {{ ref('stg_escalations_rejected') }}

),

final as (

    select
        typed.escalation_id,
        typed.ticket_id,
        typed.escalated_at,
        typed.intent_passed,
        typed.account_state_passed,
        typed.summary_passed,
        typed.agent_asked_restate,
        typed.packet_acknowledged
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
