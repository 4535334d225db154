-- One row per staged ticket, counted or not: every fact the panel is made of.
-- No customer id and no message text: this one is published.

{{ config(materialized='view') }}

with

facts as (

    select * from {{ ref('int_ticket_facts') }}

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
        has_customer,
        opened_at,
        resolved_at,
        reopened_at,
        is_counted,
        is_attempted,
        is_resolved,
        outcome,
        is_escalated,
        has_escalation,
        first_escalated_at,
        is_deflected,
        is_contained,
        is_confirmed,
        is_assumed,
        is_abandoned,
        is_resolution_sent,
        is_resolution_answered,
        is_resolution_satisfied,
        resolution_score_normalised,
        resolution_scale,
        is_delayed_sent,
        is_delayed_answered,
        is_delayed_satisfied,
        delayed_score_normalised,
        delayed_scale,
        off_window_survey_count,
        model_quality,
        is_restate_known,
        is_context_lost,
        has_agent_turn,
        has_repeat_state,
        is_packet_complete,
        is_packet_acknowledged,
        bot_handle_seconds,
        agent_handle_seconds,
        next_contact_at,
        next_contact_any_at,
        is_reviewed,
        finding_count_1,
        finding_count_2,
        finding_count_3,
        finding_count_4,
        refund_review_count,
        refund_accurate_count,
        refund_overquoted_amount,
        refund_count,
        refund_known_count,
        refund_unentitled_count,
        refund_overpaid_amount
    from facts

)

select * from final
