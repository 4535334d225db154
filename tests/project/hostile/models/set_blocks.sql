{% set block %}
    many
    lines {{ an_int() }}
{% endset %}
{%- set filtered | upper | trim %} shouted {% endset -%}
{% set a, b = 1, 'two' %}
{% set _ = [] %}{% do _.append(a) %}{% do mutates(_) %}
select '{{ block }}' , '{{ filtered }}', {{ a }}, {{ b }}, {{ _ }}, {{ block | length }}
