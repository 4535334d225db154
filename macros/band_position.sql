{# Where a rate lies against its band; null where either is not there. #}
{% macro band_position(rate, low, high) -%}
    case
        when round({{ rate }}, 9) < {{ low }} then 'below'
        when round({{ rate }}, 9) > {{ high }} then 'above'
        when {{ rate }} is not null and {{ low }} is not null then 'within'
    end
{%- endmacro %}
