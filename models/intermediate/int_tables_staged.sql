-- One row per contract table: what reached staging, and its newest event.
-- Ten refs, because it is the sum over the ten tables.

with

tables_counted as (

    {{ staged_count(ref('stg_tickets'), 'tickets') | indent(4) }}

    union all

    {{ staged_count(ref('stg_messages'), 'messages') | indent(4) }}

    union all

    {{ staged_count(ref('stg_surveys'), 'surveys') | indent(4) }}

    union all

    {{ staged_count(ref('stg_model_scores'), 'model_scores') | indent(4) }}

    union all

    {{ staged_count(ref('stg_escalations'), 'escalations') | indent(4) }}

    union all

    {{ staged_count(ref('stg_qa_reviews'), 'qa_reviews') | indent(4) }}

    union all

    {{ staged_count(ref('stg_tool_calls'), 'tool_calls') | indent(4) }}

    union all

    {{ staged_count(ref('stg_refunds'), 'refunds') | indent(4) }}

    union all

    {{ staged_count(ref('stg_entitlements'), 'entitlements') | indent(4) }}

    union all

    {{ staged_count(ref('stg_citations'), 'citations') | indent(4) }}

),

final as (

    select
        table_name,
        rows_staged,
        newest_event_at
    from tables_counted

)

select * from final
