-- One row per raw row that staging refuses, malformed lines included.
-- Full rows and lines: private to the work database. Ten refs, because it is the
-- union over the ten tables.

{{ config(materialized='view') }}

with

rejected as (

    {{ rejected_of(ref('stg_tickets_rejected'), 'tickets') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_messages_rejected'), 'messages') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_surveys_rejected'), 'surveys') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_model_scores_rejected'), 'model_scores') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_escalations_rejected'), 'escalations') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_qa_reviews_rejected'), 'qa_reviews') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_tool_calls_rejected'), 'tool_calls') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_refunds_rejected'), 'refunds') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_entitlements_rejected'), 'entitlements') | indent(4) }}

    union all

    {{ rejected_of(ref('stg_citations_rejected'), 'citations') | indent(4) }}

),

malformed_lines as (

    select * from {{ source('raw', 'malformed_lines') }}

),

malformed as (

    select
        table_name,
        raw_file,
        raw_row,
        'malformed_line' as reason,
        cast(null as varchar) as row_key,
        line as row_json,
        {{ text_digest('line') }} as public_json
    from malformed_lines

),

final as (

    select * from rejected

    union all

    select * from malformed

)

select * from final
