{# The rows of `unioned`, those of a handover on the conversation it came from. #}
{% macro on_linked_contacts(table) -%}
    select
        {%- for column in contract_columns(table) %}
        {%- if column['name'] == 'ticket_id' %}
        coalesce(handovers.conversation_id, unioned.ticket_id) as ticket_id,
        {%- else %}
        unioned.{{ column['name'] }},
        {%- endif %}
        {%- endfor %}
        unioned.raw_file,
        unioned.raw_row
    from unioned
    left join handovers
        on unioned.ticket_id = handovers.ticket_id
{%- endmacro %}
