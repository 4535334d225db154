{# Smallest true drop, as a share, that one window confirms at 80 % power. #}
{% macro min_detectable_drop(n1, s0, n0) -%}
    ({{ z_confirm() }} + {{ z_power() }}) * {{ planning_error(n1, s0, n0) }}
{%- endmacro %}

{# Standard error of the difference at the baseline's share, pulled towards one half
   so that a baseline of 0 % or 100 % does not promise certainty. #}
{% macro planning_error(n1, s0, n0) -%}
    sqrt(
        {{ planning_share(s0, n0) }} * (1 - {{ planning_share(s0, n0) }})
        * (1 / {{ real(n1) }} + 1 / {{ real(n0) }})
    )
{%- endmacro %}

{% macro planning_share(s0, n0) -%}
    (cast({{ s0 }} + 2 as double) / ({{ real(n0) }} + 4))
{%- endmacro %}
