{#
    The rows of one contract table from every helpdesk that is read: the CTEs
    `contract`, `zendesk` and `intercom`, each behind a `where` that the var helpdesks
    makes true or false. A branch that is off costs nothing.
#}
{% macro helpdesk_union(table) -%}
    {%- for helpdesk in ['contract', 'zendesk', 'intercom'] %}
    {%- if not loop.first %}

    union all

    {% endif -%}
    select
        {%- for column in contract_columns(table) %}
        {{ landed_value(column) }},
        {%- endfor %}
        raw_file,
        raw_row
    from {{ helpdesk }}
    where {{ reads_helpdesk(helpdesk) }}
    {%- endfor %}
{%- endmacro %}


{# A column of a union whose branches may be typed or text. By dispatch: one engine
   makes text of what meets text, the other would make numbers of it. #}
{% macro landed_value(column) -%}
    {{ return(adapter.dispatch('landed_value')(column)) }}
{%- endmacro %}

{% macro default__landed_value(column) -%}
    {{ column['name'] }}
{%- endmacro %}

{% macro spark__landed_value(column) -%}
    cast({{ column['name'] }} as varchar) as {{ column['name'] }}
{%- endmacro %}
