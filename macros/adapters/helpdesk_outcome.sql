{#
    What became of a bot's attempt, where the helpdesk does not say: escalated when a
    person took over, else assumed or abandoned by who spoke last. Never confirmed: a
    customer who went quiet confirmed nothing.
#}
{% macro helpdesk_outcome(escalated_at, turns) -%}
    case
        when {{ escalated_at }} is not null then 'escalated'
        when {{ turns }}.last_bot_at >= {{ turns }}.last_customer_at then 'assumed'
        when {{ turns }}.last_bot_at < {{ turns }}.last_customer_at then 'abandoned'
    end
{%- endmacro %}


{# The earlier of two moments, either of which may be missing. #}
{% macro earlier_of(one, other) -%}
    case when {{ one }} <= {{ other }} then {{ one }} else coalesce({{ other }}, {{ one }}) end
{%- endmacro %}
