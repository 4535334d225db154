{# The formula of every measure of the catalogue (seed `kpis`), over the columns of
   int_ticket_facts and as_of. Adding a measure is one line here and one row there. #}
{% macro measure_formulas() -%}
    {%- set bot_alone = 'is_attempted and not is_escalated' -%}
    {%- set handed_off = 'is_attempted and is_escalated' -%}
    {%- set followed_7d = "has_customer and resolved_at + interval '7' day <= as_of" -%}
    {%- set followed_30d = "has_customer and resolved_at + interval '30' day <= as_of" -%}
    {%- set back_in_7d = is_back('next_contact_at', 7) -%}
    {%- set back_in_30d = is_back('next_contact_at', 30) -%}
    {%- set back_any_7d = is_back('next_contact_any_at', 7) -%}
    {%- set answered = 'is_resolution_answered' -%}
    {%- set satisfied = 'is_resolution_satisfied' -%}
    {{ return([
        share_of('deflection_rate', 'true', 'is_deflected'),
        share_of('attempt_rate', 'true', 'is_attempted'),
        share_of('containment_rate', 'is_attempted', 'is_contained'),
        share_of('abandonment_rate', 'is_attempted', 'is_abandoned'),
        share_of('verified_deflection_rate', followed_7d,
            'is_contained and not ' ~ back_in_7d),
        share_of('confirmed_rate', 'is_contained', 'is_confirmed'),

        csat('resolution_csat', 'resolution', 'true', 'resolution_csat'),
        csat('delayed_csat', 'delayed', 'true', 'delayed_csat'),
        csat('bot_csat', 'resolution', bot_alone, 'resolution_csat'),
        csat('bot_delayed_csat', 'delayed', bot_alone, 'delayed_csat'),
        mean_of('model_csat', 'true', 'model_quality', 'model_csat'),
        share_of('resolution_response_rate', 'is_resolution_sent', answered,
            'resolution_response_rate'),
        share_of('delayed_response_rate', 'is_delayed_sent', 'is_delayed_answered',
            'delayed_response_rate'),
        share_of('resolution_coverage', 'true', answered, 'resolution_coverage'),

        share_of('context_loss_rate', 'is_restate_known', 'is_context_lost'),
        csat('handoff_csat', 'resolution', handed_off, 'resolution_csat'),
        share_of('repeat_state_rate', 'has_escalation and has_agent_turn',
            'has_repeat_state'),
        share_of('packet_complete_rate', 'has_escalation', 'is_packet_complete'),
        share_of('packet_acknowledged_rate',
            'has_escalation and is_packet_acknowledged is not null',
            'is_packet_acknowledged'),

        total_of('policy_incidents_1', 'finding_count_1'),
        total_of('policy_incidents_2', 'finding_count_2'),
        total_of('policy_incidents_3', 'finding_count_3'),
        total_of('policy_incidents_4', 'finding_count_4'),
        parts_of('refund_accuracy', 'refund_review_count', 'refund_accurate_count'),
        total_of('refund_overquoted', 'refund_overquoted_amount'),
        total_of('refund_overpaid', 'refund_overpaid_amount'),
        parts_of('refund_unentitled', 'refund_known_count', 'refund_unentitled_count'),
        share_of('qa_sample_rate', 'is_attempted', 'is_reviewed'),
        parts_of('grounded_quote_rate', 'quote_count', 'grounded_quote_count'),

        duration('bot_handle_time', 'is_attempted', 'bot_handle_seconds',
            'bot_handle_time'),
        duration('escalated_handle_time', 'is_escalated', 'agent_handle_seconds',
            'escalated_handle_time'),
        share_of('repeat_contact_7d', followed_7d, back_in_7d, 'repeat_contact_7d'),
        share_of('repeat_contact_30d', followed_30d, back_in_30d,
            'repeat_contact_30d'),
        share_of('repeat_contact_any_7d', followed_7d, back_any_7d,
            'repeat_contact_any_7d'),
    ]) }}
{%- endmacro %}


{# Nobody has come back yet, or too late: the same to a sum. #}
{% macro is_back(moment, days) -%}
    coalesce({{ moment }} <= resolved_at + interval '{{ days }}' day, false)
{%- endmacro %}


{# What a measure's baseline is made of: the formulas that are their own baseline.
   Nobody was escalated by a bot before there was one, so escalated tickets are compared
   with all tickets that an agent handled. #}
{% macro baseline_formulas() -%}
    {%- set formulas = window_formulas() -%}
    {%- for formula in measure_formulas() -%}
        {%- if formula.baseline == formula.measure
            and formula.measure != 'escalated_handle_time' -%}
            {%- do formulas.append(formula) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(formulas) }}
{%- endmacro %}


{# Formulas that stand in no panel row of their own week. #}
{% macro window_formulas() -%}
    {{ return([
        duration('escalated_handle_time', 'true', 'agent_handle_seconds',
            'escalated_handle_time', columns='agent_handle_time'),
    ]) }}
{%- endmacro %}
