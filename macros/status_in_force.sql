{# The status that counts: the letter where the mode is literal, but segments are judged
   by the evidence alone. #}
{% macro status_in_force(literal, evidence, slice, gate_mode) -%}
    case
        when {{ gate_mode }} = 'literal' and {{ slice }} = 'archetype' then {{ literal }}
        else {{ evidence }}
    end
{%- endmacro %}
