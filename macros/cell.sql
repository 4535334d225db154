{# One measure of the panel's rows as a column of a wide row, for a group by. #}
{% macro cell(column, measure) -%}
    max(case when measure = '{{ measure }}' then {{ column }} end)
{%- endmacro %}


{# The same column of several measures, each named for its measure. #}
{% macro cells(column, measures, suffix='') -%}
    {%- for measure in measures %}
        {{ cell(column, measure) }} as {{ measure }}{{ suffix }}
        {{- '' if loop.last else ',' }}
    {%- endfor -%}
{%- endmacro %}
