{% macro defaults(a, b='bee', c=none, d=[1, 2]) -%}
    {{ a }}|{{ b }}|{{ c }}|{{ d }}|{{ d | length }}
{%- endmacro %}

{% macro collected(first) -%}
    {{ first }} {{ varargs }} {{ kwargs }} {{ varargs | join('-') }}
{%- endmacro %}

{% macro wrapped(name) %}<{{ name }}>{{ caller() }}</{{ name }}>{% endmacro %}
{% macro each(items) %}{% for item in items %}{{ caller(item, loop.index) }}{% endfor %}{% endmacro %}

{% macro late_default(a, b=defaults('inner')) -%}{{ a }}:{{ b }}{%- endmacro %}
{% macro quoted(word) -%}'{{ word | replace("'", "''") }}'{%- endmacro %}
{% macro uses_var() -%}{{ var('plain') }} and {{ var('undeclared', 'a default') }}{%- endmacro %}
{% macro uses_this() -%}{{ this }} {{ this.identifier }} {{ target.type }}{%- endmacro %}
{% macro mutates(list_given) %}{% do list_given.append('appended') %}{% endmacro %}
