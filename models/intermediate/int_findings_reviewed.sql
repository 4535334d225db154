-- One row per suspected finding: what QA said, once somebody read the message or its
-- whole conversation afterwards: open, confirmed (the finding counts as QA's) or
-- cleared. Where the team trusts the checks (assertions_confirm), an open one of class
-- 1 or 4 is confirmed without a reviewer.

with

findings as (

    select * from {{ ref('int_findings_suspected') }}

),

reviews as (

    select * from {{ ref('stg_qa_reviews') }}

),

readings as (

    select
        findings.incident_id,
        max(case when reviews.finding_class is not null then 1 else 0 end)
            as is_found_wrong
    from findings
    inner join reviews
        on
            findings.ticket_id = reviews.ticket_id
            and reviews.reviewed_at >= findings.found_at
            and coalesce(reviews.message_id, findings.message_id, '')
            = coalesce(findings.message_id, '')
    group by findings.incident_id

),

final as (

    select
        findings.incident_id,
        findings.check_name,
        findings.ticket_id,
        findings.message_id,
        findings.finding_class,
        findings.severity,
        findings.policy_key,
        findings.quoted,
        findings.canonical,
        findings.found_at,
        case
            when readings.incident_id is null then 'open'
            when readings.is_found_wrong = 1 then 'confirmed'
            else 'cleared'
        end as review,
        readings.incident_id is null
        and findings.finding_class in (1, 4)
        and {{ 'true' if var('assertions_confirm') else 'false' }} as is_asserted
    from findings
    left join readings
        on findings.incident_id = readings.incident_id

)

select * from final
