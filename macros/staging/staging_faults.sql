{# A check of one staging table: its key is unique, and what must be there is. #}
{% macro staging_faults(relation, table) -%}
    {%- set required = [] -%}
    {%- for column in contract_columns(table) if column['required'] -%}
        {%- do required.append(column['name']) -%}
    {%- endfor -%}
    select
        'stg_{{ table }}' as subject,
        concat(
            'stg_{{ table }} has ',
            cast(count(*) as varchar),
            ' rows without {{ required | join(', ') }}.',
            ' They should be in quarantine: do not trust this build.'
        ) as message
    from {{ relation }}
    where {{ required | join(' is null or ') }} is null
    having count(*) > 0
    {%- if table != 'model_scores' %}

    union all

    {{ unique_grain(relation, 'stg_' ~ table, key_columns(table)) }}
    {%- endif %}
{%- endmacro %}
