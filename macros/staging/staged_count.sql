{# How many rows of a table are staged, and when the newest of its events was. #}
{% macro staged_count(relation, table) -%}
    select
        '{{ table }}' as table_name,
        cast(count(*) as bigint) as rows_staged,
        {%- set events = event_columns(table) %}
        {%- if events | length > 1 %}
        greatest(
            {%- for name in events %}
            max({{ name }}){{ ',' if not loop.last }}
            {%- endfor %}
        ) as newest_event_at
        {%- elif events %}
        max({{ events[0] }}) as newest_event_at
        {%- else %}
        cast(null as timestamp) as newest_event_at
        {%- endif %}
    from {{ relation }}
{%- endmacro %}
