{#
    How many rows a landed table holds, and how many are left at the as-of moment of
    `clock`: counted beside staging, so that staging can be held to it. `unioned` is
    the relation that staging reads where helpdesks feed the table too.
#}
{% macro read_count(landed, table, unioned=none) -%}
    {%- set event = event_column(table) -%}
    select
        '{{ table }}' as table_name,
        {%- if unioned %}
        (select cast(count(*) as bigint) from {{ landed }}) as rows_landed,
        {%- else %}
        cast(count(*) as bigint) as rows_landed,
        {%- endif %}
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
    from {{ unioned or landed }}
    {%- if event %}
    cross join clock
    {%- endif %}
{%- endmacro %}
