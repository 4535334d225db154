{# Answers a week, over four weeks, with which a drop of -limit points would be confirmed
   at 80 % power: min_detectable_drop solved for n1. Null where the baseline is too small
   for that, however many answer. #}
{% macro answers_needed(limit, s0, n0) -%}
    {%- set error = error_allowed(limit, s0, n0, z_confirm() ~ ' + ' ~ z_power()) -%}
    case
        when {{ error }} > 1 / {{ real(n0) }}
            then cast(ceil(0.25 / ({{ error }} - 1 / {{ real(n0) }})) as bigint)
    end
{%- endmacro %}

{# Answers in all with which a drop of -limit points is excluded at 95 % when nothing
   dropped: the sizes that gate_state asks of `protected`, solved for n1. Null as above. #}
{% macro answers_to_exclude(limit, s0, n0) -%}
    {%- set error = error_allowed(limit, s0, n0, z_protect()) -%}
    case
        when {{ error }} > 1 / {{ real(n0) }}
            then cast(ceil(1 / ({{ error }} - 1 / {{ real(n0) }})) as bigint)
    end
{%- endmacro %}

{# 1/n1 + 1/n0 may not be more than this. #}
{% macro error_allowed(limit, s0, n0, z) -%}
    (power({{ real(limit) }} / 100 / ({{ z }}), 2)
    / ({{ planning_share(s0, n0) }} * (1 - {{ planning_share(s0, n0) }})))
{%- endmacro %}
