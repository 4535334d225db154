{# A text without the apostrophe that kpi sample puts before what a spreadsheet would
   take for a formula. #}
{% macro without_guard(text) -%}
    case
        when regexp_matches({{ text }}, '^''[=+@\t\r-]') then substr({{ text }}, 2)
        else {{ text }}
    end
{%- endmacro %}
