{#
    When the files that feed a contract table were landed: its own, and those of the
    helpdesks that are read beside it.
#}
{% macro landing_moment(inventory, table) -%}
    select max(landed_at) as landed_at
    from {{ inventory }}
    where
        table_name = '{{ table }}'
        {%- for helpdesk in ['zendesk', 'intercom'] if helpdesk in var('helpdesks') %}
        or (is_present and table_name like '{{ helpdesk }}.%')
        {%- endfor %}
{%- endmacro %}
