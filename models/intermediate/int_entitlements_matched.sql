-- One row per refund with an entitlement of the same ticket, tool and reference.
-- Two empty references match; a refund without a tool matches none. The largest of
-- several holds, in the reporting currency and in the refund's; null where none names
-- an amount.

with

refunds as (

    select * from {{ ref('int_refunds_converted') }}

),

entitlements as (

    select * from {{ ref('stg_entitlements') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

refund_rates as (

    select * from exchange_rates

),

final as (

    select
        refunds.refund_id,
        refunds.ticket_id,
        max({{ in_reporting_currency('entitlements.amount', 'exchange_rates.rate') }})
            as matched_reporting_amount,
        max(
            case
                when
                    coalesce(entitlements.currency, refunds.currency)
                    = refunds.currency
                    then entitlements.amount
                else cast(
                    round(
                        cast(entitlements.amount as decimal(19, 2))
                        * coalesce(exchange_rates.rate, 1)
                        / cast(coalesce(refund_rates.rate, 1) as double),
                        2
                    ) as decimal(18, 2)
                )
            end
        ) as matched_amount
    from refunds
    inner join entitlements
        on
            refunds.ticket_id = entitlements.ticket_id
            and refunds.tool = entitlements.tool
            and coalesce(refunds.reference, '') = coalesce(entitlements.reference, '')
    left join exchange_rates
        on coalesce(entitlements.currency, refunds.currency) = exchange_rates.currency
    left join refund_rates
        on refunds.currency = refund_rates.currency
    group by refunds.refund_id, refunds.ticket_id

)

select * from final
