{# A number as people read it: rounded to one decimal, as text. #}
{% macro one_decimal(number) -%}
    cast(cast(round({{ number }}, 1) as decimal(18, 1)) as varchar)
{%- endmacro %}
