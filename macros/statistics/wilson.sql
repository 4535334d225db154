{# Ends of the Wilson score interval of a share s / n at +-z; null when n is 0. #}
{% macro wilson_low(s, n, z) -%}
    case when {{ n }} > 0 then greatest(
        cast(0 as double),
        {{ wilson_centre(s, n, z) }} - {{ wilson_half_width(s, n, z) }}
    ) end
{%- endmacro %}

{% macro wilson_high(s, n, z) -%}
    case when {{ n }} > 0 then least(
        cast(1 as double),
        {{ wilson_centre(s, n, z) }} + {{ wilson_half_width(s, n, z) }}
    ) end
{%- endmacro %}

{% macro wilson_centre(s, n, z) -%}
    ({{ share(s, n) }} + {{ z }} * {{ z }} / (2 * {{ real(n) }}))
    / (1 + {{ z }} * {{ z }} / {{ real(n) }})
{%- endmacro %}

{% macro wilson_half_width(s, n, z) -%}
    {{ z }} / (1 + {{ z }} * {{ z }} / {{ real(n) }}) * sqrt(
        {{ share(s, n) }} * (1 - {{ share(s, n) }}) / {{ real(n) }}
        + {{ z }} * {{ z }} / (4 * {{ real(n) }} * {{ real(n) }})
    )
{%- endmacro %}

{# A count as a double that can be divided by: null for 0. #}
{% macro real(n) -%} cast(nullif({{ n }}, 0) as double) {%- endmacro %}

{# s / n as a double; null when n is 0. #}
{% macro share(s, n) -%} (cast({{ s }} as double) / {{ real(n) }}) {%- endmacro %}
