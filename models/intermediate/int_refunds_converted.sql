-- One row per refund: its deployment and its amounts in the reporting currency.

with

refunds as (

    select * from {{ ref('stg_refunds') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

final as (

    select
        refunds.refund_id,
        refunds.ticket_id,
        tickets.deployment_id,
        refunds.paid_at,
        refunds.tool,
        refunds.reference,
        refunds.amount,
        refunds.entitled_amount,
        refunds.currency,
        {{ in_reporting_currency('refunds.amount', 'exchange_rates.rate') }}
            as paid_reporting_amount,
        {{ in_reporting_currency('refunds.entitled_amount', 'exchange_rates.rate') }}
            as stated_reporting_amount
    from refunds
    inner join tickets
        on refunds.ticket_id = tickets.ticket_id
    left join exchange_rates
        on refunds.currency = exchange_rates.currency

)

select * from final
