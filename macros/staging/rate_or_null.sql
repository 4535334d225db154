{# A rate of dbt_project.yml; null is no limit. #}
{% macro rate_or_null(name) -%}
    {{ 'cast(null as double)' if var(name) is none else var(name) }}
{%- endmacro %}
