{# Whether the var helpdesks names one: the `where` of its branch in a union. #}
{% macro reads_helpdesk(name) -%}
    {{ 'true' if name in var('helpdesks') else 'false' }}
{%- endmacro %}
