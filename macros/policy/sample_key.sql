{# The order in which tickets are drawn: the same everywhere, and nobody can choose. #}
{% macro sample_key(ticket_id) -%}
    md5({{ ticket_id }} || '{{ var("qa_sample_salt") }}')
{%- endmacro %}


{# Wrong conversations of the effective sample of a week in policy_weekly. #}
{% macro wrong_effective() -%}
    {{ return('(cast(wrong_estimate as double) * effective_count / nullif(covered_count, 0))') }}
{%- endmacro %}


{# Both ends of a 95 % interval. #}
{% macro z_interval() -%} cast(1.959963984540054 as double) {%- endmacro %}
