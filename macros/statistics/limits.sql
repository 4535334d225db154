{# Where counts meet a limit in percent, exactly. #}
{% macro is_above(s, n, limit) -%}
    (100 * {{ exact(s) }} > {{ limit }} * {{ exact(n) }})
{%- endmacro %}

{% macro is_below(s, n, limit) -%}
    (100 * {{ exact(s) }} < {{ limit }} * {{ exact(n) }})
{%- endmacro %}

{# The share itself is beyond the limit at 95 %, not just the sample's. #}
{% macro is_above_confirmed(s, n, limit) -%}
    (round(100 * ({{ wilson_low(s, n, z_protect()) }}), 9) > {{ limit }})
{%- endmacro %}

{% macro is_below_confirmed(s, n, limit) -%}
    (round(100 * ({{ wilson_high(s, n, z_protect()) }}), 9) < {{ limit }})
{%- endmacro %}

{# A rise of more than limit points, exactly; and a rise that is real at 99.5 %. #}
{% macro is_rise(s1, n1, s0, n0, limit) -%}
    (100 * ({{ exact(s1) }} * {{ exact(n0) }} - {{ exact(s0) }} * {{ exact(n1) }})
    > {{ limit }} * {{ exact(n0) }} * {{ exact(n1) }})
{%- endmacro %}

{% macro is_rise_confirmed(s1, n1, s0, n0) -%}
    (round({{ newcombe_low(s1, n1, s0, n0, z_confirm()) }}, 9) > 0)
{%- endmacro %}
