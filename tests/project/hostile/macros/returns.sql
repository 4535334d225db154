Text outside of macros is ignored.
{% macro a_list() %}{{ return(['x', 'y', 3]) }}{% endmacro %}

{% macro a_dict() %}
    this text is dropped, because return ends the macro
    {% do return({'b': 1, 'a': [1, 2]}) %}
    and so is this
{% endmacro %}

{% macro a_none() %}{{ return(none) }}{% endmacro %}
{% macro bare_return() %}before{{ return(data=[]) }}after{% endmacro %}
{% macro an_int() -%} {{- return(41) -}} {%- endmacro %}
{% macro a_bool(value) %}{{ return(value > 2) }}{% endmacro %}
{% macro a_float() %}{% do return(1 / 3) %}{% endmacro %}
{% macro a_tuple() %}{% do return((1, 'two')) %}{% endmacro %}
{% macro text_not_number() %}7{% endmacro %}

{% macro returns_inner() %}
    {%- set found = a_list() -%}
    {%- for word in found -%}
        {%- if word == 'y' -%}{{ return('found ' ~ word) }}{%- endif -%}
    {%- endfor -%}
    not found
{% endmacro %}

{% macro returns_nothing_after_inner() %}[{{ returns_inner() }}]{% endmacro %}
{% macro returns_macro_text() %}{{ return(text_not_number()) }}{% endmacro %}

{% macro factorial(n) %}
    {%- if n <= 1 %}{{ return(1) }}{% endif -%}
    {{ return(n * factorial(n - 1)) }}
{% endmacro %}
