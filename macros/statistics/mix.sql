{# Kitagawa's symmetric split of a change of a blended rate, per cell of the mix, with
   shares w and rates r now (1) and before (0): summed over the cells, the two effects
   add up to the whole change, with no interaction left over. #}
{% macro kitagawa_mix(w1, r1, w0, r0) -%}
    (cast(0.5 as double) * ({{ w1 }} - {{ w0 }}) * ({{ r1 }} + {{ r0 }}))
{%- endmacro %}

{% macro kitagawa_rate(w1, r1, w0, r0) -%}
    (cast(0.5 as double) * ({{ w1 }} + {{ w0 }}) * ({{ r1 }} - {{ r0 }}))
{%- endmacro %}

{# Population stability index, per cell, of shares w1 and w0; summed over the cells.
   An empty cell counts as one in a million, so that it cannot divide by zero. #}
{% macro psi(w1, w0) -%}
    ((greatest({{ w1 }}, cast(0.000001 as double)) - greatest({{ w0 }}, cast(0.000001 as double)))
    * ln(greatest({{ w1 }}, cast(0.000001 as double)) / greatest({{ w0 }}, cast(0.000001 as double))))
{%- endmacro %}
