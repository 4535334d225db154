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


{# The columns turned into rows; feeds maps the name in the catalogue to the column. #}
{% macro feed_rows(relation, feeds) -%}
    {%- for feed, column in feeds.items() %}
    select
        deployment_id,
        '{{ feed }}' as feed,
        {{ column }} as is_filled
    from {{ relation }}
    {%- if not loop.last %}
    union all
    {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
