{# Percent of counts as a double; null when nothing was counted, never 0. #}
{% macro percent(numerator, denominator) -%}
    cast(100 * {{ numerator }} as double) / nullif({{ denominator }}, 0)
{%- endmacro %}
