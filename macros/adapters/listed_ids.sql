{# One row per id of a list that is written as text: [12, 34]. #}
{% macro listed_ids(column) -%}
    {{ return(adapter.dispatch('listed_ids')(column)) }}
{%- endmacro %}

{% macro default__listed_ids(column) -%}
    unnest(string_split(translate({{ column }}, '[]" ', ''), ','))
{%- endmacro %}

{% macro spark__listed_ids(column) -%}
    explode(split(translate({{ column }}, '[]" ', ''), ','))
{%- endmacro %}
