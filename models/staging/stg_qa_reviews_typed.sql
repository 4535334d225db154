-- One row per raw QA review row that is read: typed, with its own first fault.
{{ config(materialized='view') }}

with

raw_rows as (

    select * from {{ source('raw', 'qa_reviews') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

landing as (

    select landed_at
    from {{ source('raw', 'inventory') }}
    where table_name = 'qa_reviews'

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

rows_read as (

    {{ rows_until_as_of('qa_reviews') | indent(4) }}

),

typed as (

    {{ typed_rows('qa_reviews') | indent(4) }}

),

final as (

    select
        {{ without_guard('typed.review_id') }} as review_id,
        {{ without_guard('typed.ticket_id') }} as ticket_id,
        {{ without_guard('typed.message_id') }} as message_id,
        typed.reviewed_at,
        typed.reviewer,
        typed.quote,
        typed.omits_condition,
        typed.packet_acknowledged,
        typed.finding_class,
        typed.policy_key,
        typed.quoted_value,
        typed.refund_quoted,
        typed.refund_entitled,
        typed.currency,
        typed.raw_file,
        typed.raw_row,
        case
            when typed.is_bad_type then 'bad_type'
            when {{ is_key_missing('qa_reviews') }} then 'missing_key'
            when {{ is_after_landing('qa_reviews') }} then 'time_disorder'
            when
                {{ is_unknown_value(
                    'typed.quote', ['right', 'wrong', 'unsupported', 'none']
                ) }}
                then 'unknown_value'
            when typed.finding_class not in (1, 2, 3, 4) then 'unknown_value'
            when typed.currency is not null and exchange_rates.currency is null
                then 'unknown_value'
        end as fault
    from typed
    cross join landing
    left join exchange_rates
        on typed.currency = exchange_rates.currency

)

select * from final
