{# Variance of a sample from its exact sums; null under two values. #}
{% macro variance(n, total, squares) -%}
    (greatest(
        cast({{ squares }} as double)
        - cast({{ total }} as double) * cast({{ total }} as double) / {{ real(n) }},
        cast(0 as double)
    ) / nullif(cast({{ n }} as double) - 1, 0))
{%- endmacro %}

{# Ends of the interval of ln(m1 / m0), two means of seconds, at +-z; null where one of
   them is 0, which has no logarithm and proves nothing. #}
{% macro log_ratio_low(s1, n1, squares1, s0, n0, squares0, z) -%}
    ln({{ positive_mean(s1, n1) }} / {{ positive_mean(s0, n0) }})
    - {{ z }} * {{ log_ratio_error(s1, n1, squares1, s0, n0, squares0) }}
{%- endmacro %}

{% macro log_ratio_high(s1, n1, squares1, s0, n0, squares0, z) -%}
    ln({{ positive_mean(s1, n1) }} / {{ positive_mean(s0, n0) }})
    + {{ z }} * {{ log_ratio_error(s1, n1, squares1, s0, n0, squares0) }}
{%- endmacro %}

{% macro log_ratio_error(s1, n1, squares1, s0, n0, squares0) -%}
    sqrt(
        {{ variance(n1, s1, squares1) }}
        / ({{ real(n1) }} * {{ positive_mean(s1, n1) }} * {{ positive_mean(s1, n1) }})
        + {{ variance(n0, s0, squares0) }}
        / ({{ real(n0) }} * {{ positive_mean(s0, n0) }} * {{ positive_mean(s0, n0) }})
    )
{%- endmacro %}

{% macro positive_mean(s, n) -%} ({{ real(s) }} / {{ real(n) }}) {%- endmacro %}

{# Whether the first mean is above the second, Welch's z beyond `z`; written without a
   division, so that samples without spread are compared as they are. #}
{% macro is_mean_above(n1, total1, squares1, n0, total0, squares0, z) -%}
    (round(
        {{ share(total1, n1) }} - {{ share(total0, n0) }}
        - {{ z }} * sqrt(
            {{ variance(n1, total1, squares1) }} / {{ real(n1) }}
            + {{ variance(n0, total0, squares0) }} / {{ real(n0) }}
        ), 9
    ) > 0)
{%- endmacro %}

{# How far one mean lies over another in percent, and one share over another in points. #}
{% macro percent_over(s1, n1, s0, n0) -%}
    100 * ({{ share(s1, n1) }} / nullif({{ share(s0, n0) }}, 0) - 1)
{%- endmacro %}

{% macro points_over(s1, n1, s0, n0) -%}
    100 * ({{ share(s1, n1) }} - {{ share(s0, n0) }})
{%- endmacro %}
