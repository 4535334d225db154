-- One row per contract table: what was landed, and what is left at the as-of moment.
-- Eleven sources, because it is the count over the ten tables; staging reads four of
-- them together with the rows of other helpdesks.

with

clock as (

    select * from {{ ref('int_clock') }}
    where requested_as_of is not null

),

malformed_lines as (

    select * from {{ source('raw', 'malformed_lines') }}

),

tables_counted as (

    {{ read_count(
        source('raw', 'tickets'), 'tickets', ref('contract_tickets')
    ) | indent(4) }}

    union all

    {{ read_count(
        source('raw', 'messages'), 'messages', ref('contract_messages')
    ) | indent(4) }}

    union all

    {{ read_count(
        source('raw', 'surveys'), 'surveys', ref('contract_surveys')
    ) | indent(4) }}

    union all

    {{ read_count(source('raw', 'model_scores'), 'model_scores') | indent(4) }}

    union all

    {{ read_count(
        source('raw', 'escalations'), 'escalations', ref('contract_escalations')
    ) | indent(4) }}

    union all

    {{ read_count(source('raw', 'qa_reviews'), 'qa_reviews') | indent(4) }}

    union all

    {{ read_count(source('raw', 'tool_calls'), 'tool_calls') | indent(4) }}

    union all

    {{ read_count(source('raw', 'refunds'), 'refunds') | indent(4) }}

    union all

    {{ read_count(source('raw', 'entitlements'), 'entitlements') | indent(4) }}

    union all

    {{ read_count(source('raw', 'citations'), 'citations') | indent(4) }}

),

malformed_counted as (

    select
        table_name,
        count(*) as malformed_count
    from malformed_lines
    group by table_name

),

final as (

    select
        tables_counted.table_name,
        cast(
            tables_counted.rows_landed + coalesce(malformed_counted.malformed_count, 0)
            as bigint
        ) as rows_landed,
        cast(
            tables_counted.rows_left + coalesce(malformed_counted.malformed_count, 0)
            as bigint
        ) as rows_read
    from tables_counted
    left join malformed_counted
        on tables_counted.table_name = malformed_counted.table_name

)

select * from final
