-- One row per QA review row that passed every check.

with

typed as (

    select * from {{ ref('stg_qa_reviews_typed') }}

),

rejected as (

    select * from {{ ref('stg_qa_reviews_rejected') }}

),

final as (

    select
        typed.review_id,
        typed.ticket_id,
        typed.message_id,
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
        typed.currency
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
