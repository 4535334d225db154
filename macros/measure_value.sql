{# A measure's value by its unit: percent and points of 100, seconds as a mean, counts
   and money as they are; null over nothing, never 0. #}
{% macro measure_value(numerator, denominator, unit='unit') -%}
    case
        when {{ unit }} in ('count', 'money') then cast({{ numerator }} as double)
        when {{ unit }} = 's'
            then cast({{ numerator }} as double) / nullif({{ denominator }}, 0)
        else 100 * cast({{ numerator }} as double) / nullif({{ denominator }}, 0)
    end
{%- endmacro %}
