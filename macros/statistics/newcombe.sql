{# Ends of Newcombe's hybrid score interval (1998, method 10) of s1/n1 - s0/n0 at +-z,
   as a share; null when either sample is empty. #}
{% macro newcombe_low(s1, n1, s0, n0, z) -%}
    {{ share(s1, n1) }} - {{ share(s0, n0) }} - sqrt(
        power({{ share(s1, n1) }} - {{ wilson_low(s1, n1, z) }}, 2)
        + power({{ wilson_high(s0, n0, z) }} - {{ share(s0, n0) }}, 2)
    )
{%- endmacro %}

{% macro newcombe_high(s1, n1, s0, n0, z) -%}
    {{ share(s1, n1) }} - {{ share(s0, n0) }} + sqrt(
        power({{ wilson_high(s1, n1, z) }} - {{ share(s1, n1) }}, 2)
        + power({{ share(s0, n0) }} - {{ wilson_low(s0, n0, z) }}, 2)
    )
{%- endmacro %}
