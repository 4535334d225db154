{# The text at a path of a JSON text; null where the text is no JSON. #}
{% macro json_value(column, path) -%}
    {{ return(adapter.dispatch('json_value')(column, path)) }}
{%- endmacro %}

{% macro default__json_value(column, path) -%}
    case
        when json_valid({{ column }})
            then json_extract_string({{ column }}, '{{ path }}')
    end
{%- endmacro %}

{% macro spark__json_value(column, path) -%}
    get_json_object({{ column }}, '{{ path }}')
{%- endmacro %}
