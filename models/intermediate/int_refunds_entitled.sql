-- One row per refund: what it was entitled to, and what was paid beyond that.
-- Entitled: as the row states, else its largest entitlement, else its own amount where
-- the entitlement names none, else nothing where the deployment records entitlements
-- at all, else unknown (null).

with

refunds as (

    select * from {{ ref('int_refunds_converted') }}

),

matches as (

    select * from {{ ref('int_entitlements_matched') }}

),

recording as (

    select * from {{ ref('int_deployments_recording') }}

),

entitled as (

    select
        refunds.*,
        case
            when refunds.stated_reporting_amount is not null
                then refunds.stated_reporting_amount
            when matches.refund_id is not null
                then coalesce(
                    matches.matched_reporting_amount, refunds.paid_reporting_amount
                )
            when recording.deployment_id is not null
                then cast(0 as decimal(18, 2))
        end as entitled_reporting_amount,
        case
            when refunds.entitled_amount is not null then refunds.entitled_amount
            when matches.refund_id is not null
                then coalesce(matches.matched_amount, refunds.amount)
            when recording.deployment_id is not null
                then cast(0 as decimal(18, 2))
        end as entitled_own_amount
    from refunds
    left join matches
        on refunds.refund_id = matches.refund_id
    left join recording
        on
            refunds.deployment_id = recording.deployment_id
            and recording.record_name = 'entitlements'

),

final as (

    select
        refund_id,
        ticket_id,
        deployment_id,
        paid_at,
        tool,
        reference,
        amount,
        currency,
        entitled_own_amount as entitled_amount,
        paid_reporting_amount,
        entitled_reporting_amount,
        cast(
            case
                when entitled_reporting_amount is null then null
                when paid_reporting_amount > entitled_reporting_amount
                    then paid_reporting_amount - entitled_reporting_amount
                else 0
            end as decimal(18, 2)
        ) as overpaid_reporting_amount
    from entitled

)

select * from final
