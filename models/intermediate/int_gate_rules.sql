-- One row per rule and measure that it judges. Rules stand here and limits in the seed
-- thresholds, so that a rule whose limit is missing is still judged, and not forgotten.

with

final as (

    select
        rule,
        measure,
        is_by_segment
    from (
        values
        ('csat_slip_resolution', 'resolution_csat', true),
        ('csat_slip_delayed', 'delayed_csat', true),
        ('csat_slip_bot', 'bot_csat', true),
        ('csat_slip_bot_delayed', 'bot_delayed_csat', true),
        ('handoff_csat', 'handoff_csat', true),
        ('repeat_contact_7d', 'repeat_contact_7d', true),
        ('repeat_contact_30d', 'repeat_contact_30d', true),
        ('escalated_handle_time', 'escalated_handle_time', false),
        ('bot_handle_time_trend', 'bot_handle_time', false),
        ('model_csat', 'model_csat', false),
        ('survey_coverage', 'resolution_coverage', false),
        ('context_loss', 'context_loss_rate', false),
        ('repeat_state', 'repeat_state_rate', false),
        ('policy_p0', 'policy_incidents_1', false),
        ('policy_other', 'policy_incidents_2', false),
        ('policy_other', 'policy_incidents_3', false),
        ('policy_other', 'policy_incidents_4', false),
        ('qa_coverage', 'qa_sample_rate', false),
        ('refund_accuracy', 'refund_accuracy', false),
        ('refund_leakage', 'refund_overpaid', false),
        ('silent_refusal', 'attempt_rate', false),
        ('doom_loop', 'abandonment_rate', false),
        ('deflection_band', 'deflection_rate', false)
    ) as rules (rule, measure, is_by_segment) -- noqa: AL05

)

select * from final
