-- One row per refund that passed every check.

with

typed as (

    select * from {{ ref('stg_refunds_typed') }}

),

rejected as (

    select * from {{ ref('stg_refunds_rejected') }}

),

final as (

    select
        typed.refund_id,
        typed.ticket_id,
        typed.paid_at,
        typed.amount,
        typed.currency,
        typed.entitled_amount,
        typed.tool,
        typed.reference
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
