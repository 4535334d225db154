{# The name of a baseline window: its first day / the day after its last. #}
{% macro window_key(window_start, window_end) -%}
    cast({{ window_start }} as varchar) || '/' || cast({{ window_end }} as varchar)
{%- endmacro %}
