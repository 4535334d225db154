-- One row per staging table whose key is not unique, or in which a column that must
-- be there is null. Ten refs, because it looks at the ten tables.

with

offenders as (

    {{ staging_faults(ref('stg_tickets'), 'tickets') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_messages'), 'messages') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_surveys'), 'surveys') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_model_scores'), 'model_scores') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_escalations'), 'escalations') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_qa_reviews'), 'qa_reviews') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_tool_calls'), 'tool_calls') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_refunds'), 'refunds') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_entitlements'), 'entitlements') | indent(4) }}

    union all

    {{ staging_faults(ref('stg_citations'), 'citations') | indent(4) }}

),

final as (

    select
        subject,
        message
    from offenders

)

select * from final
