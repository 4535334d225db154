-- One row per staged ticket, counted or not: every fact that the measures need.
-- Moments only: no comparison with as_of, no rank and no long-tail fold enter here.

with

tickets as (

    select * from {{ ref('int_tickets_classified') }}

),

answers as (

    select * from {{ ref('int_survey_answers') }}

),

scores as (

    select * from {{ ref('int_model_scores_picked') }}

),

reviews as (

    select * from {{ ref('int_reviews_by_ticket') }}

),

policies as (

    select * from {{ ref('int_policy_by_ticket') }}

),

final as (

    select
        tickets.ticket_id,
        tickets.deployment_id,
        tickets.week,
        tickets.archetype,
        tickets.segment,
        tickets.channel,
        tickets.intent,
        tickets.bot_version,
        tickets.bot_confidence,
        tickets.arm,
        tickets.exclusion,
        tickets.has_customer,
        tickets.opened_at,
        tickets.resolved_at,
        tickets.reopened_at,
        tickets.is_counted,
        tickets.is_attempted,
        tickets.is_resolved,
        tickets.outcome,
        tickets.is_escalated,
        tickets.has_escalation,
        tickets.first_escalated_at,
        tickets.is_deflected,
        tickets.is_confirmed or tickets.is_assumed as is_contained,
        tickets.is_confirmed,
        tickets.is_assumed,
        tickets.is_abandoned,
        coalesce(answers.is_resolution_sent, false) as is_resolution_sent,
        coalesce(answers.is_resolution_answered, false) as is_resolution_answered,
        answers.is_resolution_satisfied,
        answers.resolution_score_normalised,
        answers.resolution_scale,
        coalesce(answers.is_delayed_sent, false) as is_delayed_sent,
        coalesce(answers.is_delayed_answered, false) as is_delayed_answered,
        answers.is_delayed_satisfied,
        answers.delayed_score_normalised,
        answers.delayed_scale,
        coalesce(answers.off_window_survey_count, 0) as off_window_survey_count,
        scores.model_quality,
        tickets.is_restate_known,
        tickets.is_context_lost,
        tickets.has_agent_turn,
        tickets.has_repeat_state,
        tickets.is_packet_complete,
        tickets.is_packet_acknowledged,
        tickets.bot_handle_seconds,
        tickets.agent_handle_seconds,
        tickets.next_contact_at,
        tickets.next_contact_any_at,
        reviews.ticket_id is not null as is_reviewed,
        coalesce(reviews.finding_count_1, 0)
        + coalesce(policies.asserted_count_1, 0) as finding_count_1,
        coalesce(reviews.finding_count_2, 0) as finding_count_2,
        coalesce(reviews.finding_count_3, 0) as finding_count_3,
        coalesce(reviews.finding_count_4, 0)
        + coalesce(policies.asserted_count_4, 0) as finding_count_4,
        coalesce(policies.quote_count, 0) as quote_count,
        coalesce(policies.grounded_quote_count, 0) as grounded_quote_count,
        coalesce(reviews.refund_review_count, 0) as refund_review_count,
        coalesce(reviews.refund_accurate_count, 0) as refund_accurate_count,
        coalesce(reviews.refund_overquoted_amount, 0.00) as refund_overquoted_amount,
        coalesce(policies.refund_count, 0) as refund_count,
        coalesce(policies.refund_known_count, 0) as refund_known_count,
        coalesce(policies.refund_unentitled_count, 0) as refund_unentitled_count,
        coalesce(policies.refund_overpaid_amount, 0.00) as refund_overpaid_amount
    from tickets
    left join answers
        on tickets.ticket_id = answers.ticket_id
    left join scores
        on tickets.ticket_id = scores.ticket_id
    left join reviews
        on tickets.ticket_id = reviews.ticket_id
    left join policies
        on tickets.ticket_id = policies.ticket_id

)

select * from final
