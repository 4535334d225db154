{# One row per deployment: for every column, whether any row of a table has a value. #}
{% macro filled_columns(table, columns, tickets) -%}
    select
        {{ tickets }}.deployment_id,
        {%- for column in columns %}
        bool_or({{ table }}.{{ column }} is not null) as {{ column }}
        {{- '' if loop.last else ',' -}}
        {%- endfor %}
    from {{ table }}
    {%- if table != tickets %}
    inner join {{ tickets }} on {{ table }}.ticket_id = {{ tickets }}.ticket_id
    {%- endif %}
    group by {{ tickets }}.deployment_id
{%- endmacro %}


{# A row for every column that is filled; feeds maps the name in the catalogue to it. #}
{% macro feed_rows(relation, feeds) -%}
    {%- for feed, column in feeds.items() %}
    select
        deployment_id,
        '{{ feed }}' as feed
    from {{ relation }}
    where {{ column }}
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
