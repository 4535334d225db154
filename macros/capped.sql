{# The value, at most the cap. A case, because least() skips nulls: a missing value
   would come out as the cap. #}
{% macro capped(value, cap) -%}
    case
        when {{ value }} > {{ cap }} then cast({{ cap }} as decimal(18, 6))
        else {{ value }}
    end
{%- endmacro %}
