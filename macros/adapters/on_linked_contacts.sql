{# The rows of `unioned`, those of a handover on the conversation it came from. #}
{% macro on_linked_contacts(table) -%}
    select
        {%- for column in contract_columns(table) %}
        {%- if column['name'] == 'ticket_id' %}
        coalesce(links.conversation_id, unioned.ticket_id) as ticket_id,
        {%- else %}
        unioned.{{ column['name'] }},
        {%- endif %}
        {%- endfor %}
        unioned.raw_file,
        unioned.raw_row
    from unioned
    left join links
        on unioned.ticket_id = links.ticket_id
{%- endmacro %}
