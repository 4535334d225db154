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
        {{ column['name'] }},
        {%- endfor %}
        raw_file,
        raw_row
    from {{ helpdesk }}
    where {{ reads_helpdesk(helpdesk) }}
    {%- endfor %}
{%- endmacro %}
