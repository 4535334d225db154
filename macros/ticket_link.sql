{# The page of a ticket in the helpdesk, where the deployment says how links look. #}
{% macro ticket_link(ticket_id) -%}
    replace(deployments.ticket_url, '{ticket_id}', {{ ticket_id }})
{%- endmacro %}
