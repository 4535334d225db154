{# How many tickets (int_tickets_of_quarter) had each outcome, of those that fit. #}
{% macro outcome_counts(condition) -%}
    {% for outcome in [
        'attempted', 'deflected', 'contained', 'abandoned',
        'answered', 'satisfied', 'followable', 'followed'
    ] -%}
    cast(sum(case when {{ condition }} then is_{{ outcome }} else 0 end) as bigint)
        as {{ outcome }}_count{{ ',' if not loop.last }}
    {% endfor %}
{%- endmacro %}
