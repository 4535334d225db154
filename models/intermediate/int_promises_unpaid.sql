-- One row per promised refund that was not paid: no refund of the ticket is of that
-- amount, and together they are less. Only deployments that record refunds.

with

promises as (

    select * from {{ ref('int_refunds_promised') }}

),

refunds as (

    select * from {{ ref('int_refunds_entitled') }}

),

paying as (

    select * from {{ ref('int_deployments_recording') }}

),

paid_by_ticket as (

    select
        ticket_id,
        currency,
        sum(amount) as paid_amount
    from refunds
    group by ticket_id, currency

),

final as (

    select
        promises.ticket_id,
        promises.currency,
        promises.amount,
        promises.message_id,
        promises.deployment_id,
        promises.sent_at
    from promises
    inner join paying
        on
            promises.deployment_id = paying.deployment_id
            and paying.record_name = 'refunds'
    left join paid_by_ticket
        on
            promises.ticket_id = paid_by_ticket.ticket_id
            and promises.currency = paid_by_ticket.currency
    left join refunds
        on
            promises.ticket_id = refunds.ticket_id
            and promises.currency = refunds.currency
            and promises.amount = refunds.amount
    where
        refunds.refund_id is null
        and coalesce(paid_by_ticket.paid_amount, 0) < promises.amount

)

select * from final
