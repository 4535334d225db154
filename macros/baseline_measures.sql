{# Measures and the measure whose window is their baseline, as rows; measures that only
   exist with a bot have none: they are judged against a target. #}
{% macro baseline_measure_rows() -%}
    {%- for formula in measure_formulas() if formula.baseline %}
    select
        '{{ formula.measure }}' as measure,
        '{{ formula.baseline }}' as baseline_measure,
        {{ 'true' if formula.is_share else 'false' }} as is_share
    {{- '' if loop.last else ' union all' }}
    {%- endfor -%}
{%- endmacro %}


{# In int_measure_baselines: the archetype's where one was joined, else the slice's own. #}
{% macro archetype_or_own(column) -%}
    case
        when archetypes.archetype is not null then archetypes.{{ column }}
        else filled.{{ column }}
    end
{%- endmacro %}
