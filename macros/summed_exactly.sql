{# A sum of doubles over one cut of the mix that does not depend on the order of the
   rows: each is rounded to fifteen decimals first. #}
{% macro summed_exactly(expression, cut) -%}
    cast(sum(case
        when cut = '{{ cut }}' then cast({{ expression }} as decimal(38, 15))
    end) as double)
{%- endmacro %}
