{# Standard normal quantiles, in full. A breach is confirmed at one-sided 0.5 %. #}
{% macro z_confirm() -%} cast(2.575829303548901 as double) {%- endmacro %}

{# What is excluded, and what clears a ceiling, is so at one-sided 5 %. #}
{% macro z_protect() -%} cast(1.6448536269514722 as double) {%- endmacro %}

{# 80 % power: how often a drop of the minimum detectable size is confirmed. #}
{% macro z_power() -%} cast(0.8416212335729143 as double) {%- endmacro %}
