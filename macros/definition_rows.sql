{# One row per definition of deflection, from the columns that count it. #}
{% macro definition_rows(relation, definitions) -%}
    {%- for definition, numerator, denominator in definitions %}
    select
        deployment_id,
        week,
        archetype,
        '{{ definition }}' as definition,
        {{ numerator }} as numerator,
        {{ denominator }} as denominator
    from {{ relation }}
    {%- if not loop.last %}

    union all
    {%- endif -%}
    {%- endfor -%}
{%- endmacro %}
