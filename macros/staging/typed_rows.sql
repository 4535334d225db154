{#
    The rows of `raw_rows` as they stood at the as-of moment of `clock`, still as
    landed: later rows are not there, later answers and closings are null. A time that
    does not parse is not cut; it becomes bad_type.
#}
{% macro rows_until_as_of(table) -%}
    {%- set event = event_column(table) -%}
    {%- set later = later_columns(table) -%}
    select
        {%- for column in contract_columns(table) %}
        {%- set name = column['name'] %}
        {%- if name in later %}
        case
            when {{ timestamp_of(later[name]) }} > clock.requested_as_of then null
            else raw_rows.{{ name }}
        end as {{ name }},
        {%- else %}
        raw_rows.{{ name }},
        {%- endif %}
        {%- endfor %}
        raw_rows.raw_file,
        raw_rows.raw_row
    from raw_rows
    cross join clock
    {%- if event %}
    where coalesce({{ timestamp_of(event) }} <= clock.requested_as_of, true)
    {%- endif %}
{%- endmacro %}


{# The rows of `rows_read` in the contract's types; is_bad_type where a text is none. #}
{% macro typed_rows(table) -%}
    select
        {%- for column in contract_columns(table) %}
        {{ typed_value(column) }} as {{ column['name'] }},
        {%- endfor %}
        raw_file,
        raw_row,
        {{ is_bad_type(table) }} as is_bad_type
    from rows_read
{%- endmacro %}


{# A value is there but is none of its type. Text always is. #}
{% macro is_bad_type(table) -%}
    {%- set tests = [] -%}
    {%- for column in contract_columns(table) if column['type'] != 'varchar' -%}
        {%- do tests.append(
            column['name'] ~ ' is not null and ' ~ typed_value(column) ~ ' is null'
        ) -%}
    {%- endfor -%}
    {{ tests | join(' or ') if tests else 'false' }}
{%- endmacro %}
