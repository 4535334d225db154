

{%- macro tight() -%}   tight   {%- endmacro -%}

{% macro loose() %}
    loose
{% endmacro %}
{# {% macro commented_out() %}{% endmacro %} #}
{% macro with_comment() %}a{# gone #}b{#- and this -#} c{% endmacro %}
{% macro raw_inside() %}{% raw %}{{ not rendered }}{% endraw %}{% endmacro %}
