{# One row per definition of deflection, from the columns that count it; without attempts
   on record nobody can say. #}
{% macro definition_rows(relation, definitions) -%}
    {%- for definition, numerator, denominator in definitions %}
    select
        deployment_id,
        week,
        archetype,
        '{{ definition }}' as definition,
        case when is_instrumented then {{ numerator }} end as numerator,
        case when is_instrumented then {{ denominator }} end as denominator
    from {{ relation }}
    {%- if not loop.last %}

    union all
    {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
