-- One row per ticket with a refund, a policy claim that could be grounded, or a finding
-- that counts without a reviewer.

with

refunds as (

    select * from {{ ref('int_refunds_by_ticket') }}

),

claims as (

    select * from {{ ref('int_claims_grounded') }}

),

findings as (

    select * from {{ ref('int_findings_reviewed') }}

),

claims_by_ticket as (

    select
        ticket_id,
        count(*) as quote_count,
        count_if(is_grounded) as grounded_quote_count
    from claims
    group by ticket_id

),

findings_by_ticket as (

    select
        ticket_id,
        count_if(finding_class = 1) as asserted_count_1,
        count_if(finding_class = 4) as asserted_count_4
    from findings
    where is_asserted
    group by ticket_id

),

found as (

    select ticket_id from refunds
    union
    select ticket_id from claims_by_ticket
    union
    select ticket_id from findings_by_ticket

),

final as (

    select
        found.ticket_id,
        coalesce(refunds.refund_count, 0) as refund_count,
        coalesce(refunds.refund_known_count, 0) as refund_known_count,
        coalesce(refunds.refund_unentitled_count, 0) as refund_unentitled_count,
        coalesce(refunds.refund_overpaid_amount, 0.00) as refund_overpaid_amount,
        cast(coalesce(claims_by_ticket.quote_count, 0) as bigint) as quote_count,
        cast(coalesce(claims_by_ticket.grounded_quote_count, 0) as bigint)
            as grounded_quote_count,
        cast(coalesce(findings_by_ticket.asserted_count_1, 0) as bigint)
            as asserted_count_1,
        cast(coalesce(findings_by_ticket.asserted_count_4, 0) as bigint)
            as asserted_count_4
    from found
    left join refunds
        on found.ticket_id = refunds.ticket_id
    left join claims_by_ticket
        on found.ticket_id = claims_by_ticket.ticket_id
    left join findings_by_ticket
        on found.ticket_id = findings_by_ticket.ticket_id

)

select * from final
