{# The number of rows refused for one reason, as a column named after it. #}
{% macro count_of_reason(reason) -%}
    cast(count_if(reason = '{{ reason }}') as bigint) as {{ reason }}_count
{%- endmacro %}
