-- One row per hit of a check: a suspected incident, before anybody has read it.

with

claims as (

    select * from {{ ref('policy_claims') }}

),

actions as (

    select * from {{ ref('action_claims') }}

),

ledger as (

    select * from {{ ref('refund_ledger') }}

),

complaints as (

    select * from {{ ref('int_complaints_made') }}

),

found as (

    select
        'stated_quantity:' || message_id || ':' || topic || ':' || quoted
            as incident_id,
        'stated_quantity' as check_name,
        ticket_id,
        message_id,
        finding_class,
        severity,
        policy_key,
        quoted,
        canonical,
        sent_at as found_at
    from claims
    where verdict in ('looser', 'stricter', 'stale')

    union all

    select
        'action:' || message_id || ':' || action as incident_id,
        case
            when verdict = 'effect_mismatch' then 'claimed_effect'
            else 'claimed_action'
        end as check_name,
        ticket_id,
        message_id,
        cast(4 as bigint) as finding_class,
        cast(null as varchar) as severity,
        cast(null as varchar) as policy_key,
        cast(null as varchar) as quoted,
        cast(null as varchar) as canonical,
        sent_at as found_at
    from actions
    where verdict != 'supported'

    union all

    select
        'entitlement:' || ledger_id as incident_id,
        'entitlement' as check_name,
        ticket_id,
        message_id,
        cast(1 as bigint) as finding_class,
        cast(null as varchar) as severity,
        cast(null as varchar) as policy_key,
        cast(amount as varchar) || ' ' || currency as quoted,
        cast(entitled as varchar) || ' ' || currency as canonical,
        entered_at as found_at
    from ledger
    where
        verdict in (
            'overpaid', 'underpaid', 'unentitled', 'duplicate', 'promised_not_paid'
        )

    union all

    select
        'complaint:' || message_id as incident_id,
        'complaint' as check_name,
        ticket_id,
        message_id,
        finding_class,
        cast(null as varchar) as severity,
        cast(null as varchar) as policy_key,
        cast(null as varchar) as quoted,
        cast(null as varchar) as canonical,
        sent_at as found_at
    from complaints

),

final as (

    select
        incident_id,
        check_name,
        ticket_id,
        message_id,
        finding_class,
        severity,
        policy_key,
        quoted,
        canonical,
        found_at
    from found

)

select * from final
