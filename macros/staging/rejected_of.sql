{# The rejected rows of one table, under its name. #}
{% macro rejected_of(relation, table) -%}
    select
        '{{ table }}' as table_name,
        raw_file,
        raw_row,
        reason,
        row_key,
        row_json,
        public_json
    from {{ relation }}
{%- endmacro %}
