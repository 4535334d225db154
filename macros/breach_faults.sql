{# What makes a ticket one of those that drive a breach: its rule, the condition over
   int_ticket_facts and as_of, how bad it is (greater is worse), and why in words
   without any of the customer's. #}
{% macro breach_faults() -%}
    {%- set bot_alone = ' and is_attempted and not is_escalated' -%}
    {%- set resolution = 'is_resolution_answered and not is_resolution_satisfied' -%}
    {%- set delayed = 'is_delayed_answered and not is_delayed_satisfied' -%}
    {%- set resolution_loss = '1 - resolution_score_normalised' -%}
    {%- set delayed_loss = '1 - delayed_score_normalised' -%}
    {{ return([
        ('csat_slip_resolution', resolution, resolution_loss, 'dissatisfied'),
        ('csat_slip_bot', resolution ~ bot_alone, resolution_loss,
            'dissatisfied with the bot alone'),
        ('handoff_csat', resolution ~ ' and is_attempted and is_escalated',
            resolution_loss, 'dissatisfied after the handoff'),
        ('csat_slip_delayed', delayed, delayed_loss, 'dissatisfied days later'),
        ('csat_slip_bot_delayed', delayed ~ bot_alone, delayed_loss,
            'dissatisfied with the bot alone, days later'),
        ('model_csat', 'model_quality is not null', '1 - model_quality',
            'low model score'),
        ('context_loss', 'is_context_lost', '0', 'the agent had to ask again'),
        ('repeat_state', 'has_repeat_state', '0', 'the customer had to say it again'),
        ('qa_coverage', 'is_attempted and not is_reviewed', '0', 'not read by QA'),
        ('refund_accuracy', 'refund_accurate_count < refund_review_count',
            'refund_overquoted_amount', 'refund quoted wrong'),
        ('refund_leakage', 'refund_overpaid_amount > 0', 'refund_overpaid_amount',
            'refund above what was due'),
        ('bot_handle_time_trend', 'is_attempted and bot_handle_seconds is not null',
            'bot_handle_seconds', 'long with the bot'),
        ('escalated_handle_time', 'is_escalated and agent_handle_seconds is not null',
            'agent_handle_seconds', 'long with the agent'),
        ('repeat_contact_7d', "has_customer and next_contact_at <= resolved_at"
            ~ " + interval '7' day and resolved_at + interval '7' day <= as_of", '0',
            'came back within 7 days'),
        ('repeat_contact_30d', "has_customer and next_contact_at <= resolved_at"
            ~ " + interval '30' day and resolved_at + interval '30' day <= as_of", '0',
            'came back within 30 days'),
        ('silent_refusal', 'not is_attempted', '0', 'not attempted by the bot'),
        ('doom_loop', 'is_abandoned', '0', 'the customer gave up'),
        ('deflection_band', 'is_above_band and is_deflected', '0', 'deflected'),
        ('deflection_band', 'not is_above_band and is_attempted and is_escalated', '0',
            'attempted, and reached a person'),
        ('survey_coverage', 'is_resolved and not is_resolution_answered', '0',
            'no answer to a survey'),
    ]) }}
{%- endmacro %}
