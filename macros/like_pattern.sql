{# An intent pattern as a LIKE pattern, to be used with escape '!': only * is special
   (any run of characters); %, _ and ! stand for themselves. #}
{% macro like_pattern(pattern) -%}
    replace(
        replace(replace(replace({{ pattern }}, '!', '!!'), '%', '!%'), '_', '!_'),
        '*',
        '%'
    )
{%- endmacro %}
