{#
    How many rows a landed table holds, and how many are left at the as-of moment of
    `clock`: counted beside staging, so that staging can be held to it.
#}
{% macro read_count(relation, table) -%}
    {%- set event = event_column(table) -%}
    select
        '{{ table }}' as table_name,
        cast(count(*) as bigint) as rows_landed,
        {%- if event %}
        cast(
            coalesce(sum(
                case
                    when {{ timestamp_of(event) }} > clock.requested_as_of then 0
                    else 1
                end
            ), 0) as bigint
        ) as rows_left
        {%- else %}
        cast(count(*) as bigint) as rows_left
        {%- endif %}
    from {{ relation }}
    {%- if event %}
    cross join clock
    {%- endif %}
{%- endmacro %}
