{#
    How many rows a landed table holds, and how many are left at the as-of moment of
    `clock`: counted beside staging, so that staging can be held to it. `clock` has no
    row when no moment is asked for: then no time is read. `unioned` is the relation
    that staging reads where helpdesks feed the table too; where none is read, it has
    the landed rows.
#}
{% macro read_count(landed, table, unioned=none) -%}
    {%- set event = event_column(table) -%}
    {%- set unioned = none if var('helpdesks') == ['contract'] else unioned -%}
    select
        '{{ table }}' as table_name,
        {%- if unioned %}
        (select cast(count(*) as bigint) from {{ landed }}) as rows_landed,
        {%- else %}
        cast(count(*) as bigint) as rows_landed,
        {%- endif %}
        {%- if event %}
        cast(count(*) as bigint) - (
            select cast(count(*) as bigint)
            from {{ unioned or landed }}
            cross join clock
            where {{ timestamp_of(event) | indent(12) }} > clock.requested_as_of
        ) as rows_left
        {%- else %}
        cast(count(*) as bigint) as rows_left
        {%- endif %}
    from {{ unioned or landed }}
{%- endmacro %}
