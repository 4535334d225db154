-- One row per refund, or promised refund that was not paid: what was paid against what
-- was entitled, to the cent, in the currency that was paid.

with

refunds as (

    select * from {{ ref('int_refunds_entitled') }}

),

promises as (

    select * from {{ ref('int_promises_unpaid') }}

),

mentions as (

    select * from {{ ref('int_refunds_mentioned') }}

),

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

paid as (

    select
        refunds.*,
        row_number() over (
            partition by
                refunds.ticket_id, refunds.tool, refunds.reference,
                refunds.currency, refunds.amount
            order by refunds.paid_at, refunds.refund_id
        ) as copy_number,
        coalesce(mentions.is_mentioned, true) as is_mentioned
    from refunds
    left join mentions
        on refunds.ticket_id = mentions.ticket_id

),

entries as (

    select
        'refund:' || refund_id as ledger_id,
        ticket_id,
        refund_id,
        cast(null as varchar) as message_id,
        paid_at as entered_at,
        case
            when entitled_amount = 0 and amount > 0 then 'unentitled'
            when copy_number > 1 and reference is not null then 'duplicate'
            when entitled_amount is null then 'unknown'
            when amount > entitled_amount then 'overpaid'
            when amount < entitled_amount then 'underpaid'
            when not is_mentioned then 'paid_without_promise'
            else 'as_entitled'
        end as verdict,
        amount,
        entitled_amount as entitled,
        currency
    from paid

    union all

    select
        'promise:' || message_id || ':' || cast(amount as varchar) || ' ' || currency
            as ledger_id,
        ticket_id,
        cast(null as varchar) as refund_id,
        message_id,
        sent_at as entered_at,
        'promised_not_paid' as verdict,
        amount,
        cast(null as decimal(18, 2)) as entitled,
        currency
    from promises

),

final as (

    select
        entries.ledger_id,
        tickets.deployment_id,
        tickets.week,
        entries.ticket_id,
        entries.refund_id,
        entries.message_id,
        entries.entered_at,
        entries.verdict,
        entries.amount,
        entries.entitled,
        cast(
            case
                when entries.entitled is null then null
                when entries.amount > entries.entitled
                    then entries.amount - entries.entitled
                else 0
            end as decimal(18, 2)
        ) as overpaid,
        entries.currency
    from entries
    inner join tickets
        on entries.ticket_id = tickets.ticket_id

)

select * from final
order by ledger_id
