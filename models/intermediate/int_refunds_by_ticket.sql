-- One row per ticket that was paid a refund: counts and leakage.

with

refunds as (

    select * from {{ ref('int_refunds_entitled') }}

),

final as (

    select
        ticket_id,
        cast(count(*) as bigint) as refund_count,
        cast(count_if(entitled_reporting_amount is not null) as bigint)
            as refund_known_count,
        cast(count_if(entitled_reporting_amount = 0) as bigint)
            as refund_unentitled_count,
        cast(coalesce(sum(overpaid_reporting_amount), 0) as decimal(18, 2))
            as refund_overpaid_amount
    from refunds
    group by ticket_id

)

select * from final
