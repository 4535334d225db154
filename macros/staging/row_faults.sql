{# A column that must be there is null. #}
{% macro is_key_missing(table) -%}
    {%- set names = [] -%}
    {%- for column in contract_columns(table) if column['required'] -%}
        {%- do names.append('typed.' ~ column['name'] ~ ' is null') -%}
    {%- endfor -%}
    {{ names | join(' or ') }}
{%- endmacro %}


{#
    An event more than a day after the files were landed: one wrong future stamp would
    move the watermark and mature everything.
#}
{% macro is_after_landing(table) -%}
    {%- set names = [] -%}
    {%- for name in event_columns(table) -%}
        {%- do names.append(
            'typed.' ~ name ~ " > landing.landed_at + interval '1' day"
        ) -%}
    {%- endfor -%}
    {{ names | join(' or ') }}
{%- endmacro %}


{# A value outside a closed set; null is no value, and no fault. #}
{% macro is_unknown_value(column, known) -%}
    {{ column }} not in ('{{ known | join("', '") }}')
{%- endmacro %}


{# Outside 0 to 1. #}
{% macro is_no_probability(column) -%}
    {{ column }} not between 0 and 1
{%- endmacro %}
