{# Every part of every formula as a column `<columns>_<part>`: summed over tickets. #}
{% macro ticket_sums() -%}
    {%- for formula in measure_formulas() + window_formulas() -%}
        {%- set outer = loop -%}
        {%- for part, aggregate in formula.parts.items() %}
        {{ as_part(aggregate, part) }} as {{ formula.columns }}_{{ part }}
        {{- '' if outer.last and loop.last else ',' -}}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}


{# The same columns pooled over rows that were summed before. #}
{% macro pooled_sums() -%}
    {%- for formula in measure_formulas() + window_formulas() -%}
        {%- set outer = loop -%}
        {%- for part in formula.parts -%}
            {%- set column = formula.columns ~ '_' ~ part %}
        {{ as_part(pooled(column, part), part) }} as {{ column }}
        {{- '' if outer.last and loop.last else ',' -}}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}


{# The columns turned into rows, one per formula; a part that a formula does not have
   is null, one that it has and that nothing went into is 0. #}
{% macro measure_rows(relation, formulas, keys) -%}
    {%- for formula in formulas %}
    select
        {{ keys | join(',\n        ') }},
        '{{ formula.measure }}' as measure,
        {%- for part in measure_parts() %}
        {{ as_part(
            'coalesce(' ~ formula.columns ~ '_' ~ part ~ ', 0)'
            if part in formula.parts else 'null',
            part
        ) }} as {{ part }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor -%}
{%- endmacro %}


{% macro measure_parts() -%}
    {{ return([
        'numerator', 'denominator', 'squares', 'log_count', 'log_sum', 'log_squares',
        'scales',
    ]) }}
{%- endmacro %}


{# Scales are a set of bits, everything else adds up. #}
{% macro pooled(column, part) -%}
    {{ 'bit_or' if part == 'scales' else 'sum' }}({{ column }})
{%- endmacro %}


{# One exact type per part: no sum is ever a double. #}
{% macro as_part(expression, part) -%}
    {%- if part in ['numerator', 'squares'] -%}
        cast({{ expression }} as decimal(38, 6))
    {%- elif part == 'log_squares' -%}
        cast({{ expression }} as decimal(38, 0))
    {%- else -%}
        cast({{ expression }} as bigint)
    {%- endif -%}
{%- endmacro %}
