-- One row per staged ticket, counted or not: every fact the panel is made of.
-- No customer id and no message text: this one is published.

{{ config(materialized='view') }}

with

facts as (

    select * from {{ ref('int_ticket_facts') }}

),

panel_archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

final as (

    select
        facts.ticket_id,
        facts.deployment_id,
        facts.week,
        facts.archetype,
        panel_archetypes.panel_archetype,
        facts.segment,
        facts.channel,
        facts.intent,
        facts.bot_version,
        facts.bot_confidence,
        facts.arm,
        facts.exclusion,
        facts.has_customer,
        facts.opened_at,
        facts.resolved_at,
        facts.reopened_at,
        facts.is_counted,
        facts.is_attempted,
        facts.is_resolved,
        facts.outcome,
        facts.is_escalated,
        facts.has_escalation,
        facts.first_escalated_at,
        facts.is_deflected,
        facts.is_contained,
        facts.is_confirmed,
        facts.is_assumed,
        facts.is_abandoned,
        facts.is_resolution_sent,
        facts.is_resolution_answered,
        facts.is_resolution_satisfied,
        facts.resolution_score_normalised,
        facts.resolution_scale,
        facts.is_delayed_sent,
        facts.is_delayed_answered,
        facts.is_delayed_satisfied,
        facts.delayed_score_normalised,
        facts.delayed_scale,
        facts.off_window_survey_count,
        facts.model_quality,
        facts.is_restate_known,
        facts.is_context_lost,
        facts.has_agent_turn,
        facts.has_repeat_state,
        facts.is_packet_complete,
        facts.is_packet_acknowledged,
        facts.bot_handle_seconds,
        facts.agent_handle_seconds,
        facts.next_contact_at,
        facts.next_contact_any_at,
        facts.is_reviewed,
        facts.finding_count_1,
        facts.finding_count_2,
        facts.finding_count_3,
        facts.finding_count_4,
        facts.quote_count,
        facts.grounded_quote_count,
        facts.refund_review_count,
        facts.refund_accurate_count,
        facts.refund_overquoted_amount,
        facts.refund_count,
        facts.refund_known_count,
        facts.refund_unentitled_count,
        facts.refund_overpaid_amount
    from facts
    left join panel_archetypes
        on
            facts.deployment_id = panel_archetypes.deployment_id
            and facts.archetype = panel_archetypes.archetype

)

select * from final
