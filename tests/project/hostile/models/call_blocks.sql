{% call wrapped('b') %}inside {{ an_int() }}{% endcall %}
{% call(item, index) each(['p', 'q']) -%}
    [{{ index }}:{{ item }}]
{%- endcall %}
{% filter upper %}shouting {{ engine_name() }}{% endfilter %}
