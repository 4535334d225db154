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


{# Shares: their counts, the week, the four weeks pooled, and the status. #}
{% macro share_cells(measures) -%}
    {%- for measure in measures %}
        {{ counted_cell('numerator', measure) }},
        {{ counted_cell('denominator', measure) }},
        {{ cell('value', measure) }} as {{ measure }},
        {{ cell('rolling', measure) }} as {{ measure }}_rolling,
        {{ cell('status', measure) }} as {{ measure }}_status
        {{- '' if loop.last else ',' }}
    {%- endfor -%}
{%- endmacro %}


{# Means: the same, over a sum that is no count. #}
{% macro mean_cells(measures) -%}
    {%- for measure in measures %}
        {{ cell('numerator', measure) }} as {{ measure }}_numerator,
        {{ counted_cell('denominator', measure) }},
        {{ cell('value', measure) }} as {{ measure }},
        {{ cell('rolling', measure) }} as {{ measure }}_rolling,
        {{ cell('status', measure) }} as {{ measure }}_status
        {{- '' if loop.last else ',' }}
    {%- endfor -%}
{%- endmacro %}


{# Totals, of counts or of money: the week, the four weeks together, and the status. #}
{% macro total_cells(measures, type) -%}
    {%- for measure in measures %}
        cast({{ cell('value', measure) }} as {{ type }}) as {{ measure }},
        cast({{ cell('rolling', measure) }} as {{ type }}) as {{ measure }}_rolling,
        {{ cell('status', measure) }} as {{ measure }}_status
        {{- '' if loop.last else ',' }}
    {%- endfor -%}
{%- endmacro %}


{% macro counted_cell(part, measure) -%}
    cast({{ cell(part, measure) }} as bigint) as {{ measure }}_{{ part }}
{%- endmacro %}
