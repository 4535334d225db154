{% macro engine_name() -%}
    {{ return(adapter.dispatch('engine_name')()) }}
{%- endmacro %}
{% macro default__engine_name() %}any engine{% endmacro %}
{% macro duckdb__engine_name() %}duck{% endmacro %}
{% macro spark__engine_name() %}spark{% endmacro %}

{% macro only_default(x, times=2) %}
    {{- adapter.dispatch('only_default', 'hostile')(x, times=times) -}}
{% endmacro %}
{% macro default__only_default(x, times) -%}
    {% for i in range(times) %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}
{%- endmacro %}

{% macro dispatched_list() %}
    {% do return(adapter.dispatch('dispatched_list', macro_namespace='hostile')()) %}
{% endmacro %}
{% macro duckdb__dispatched_list() %}{% do return([1, 2, 3]) %}{% endmacro %}
