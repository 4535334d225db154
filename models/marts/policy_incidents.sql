-- One row per policy incident of a counted ticket: found by a reviewer, or suspected by
-- a check. Suspected ones are never counted with the confirmed, and once QA has read
-- one its word holds. Values only, no message text.

with

reviews as (

    select * from {{ ref('stg_qa_reviews') }}

),

suspected as (

    select * from {{ ref('int_findings_reviewed') }}

),

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

severities as (

    select * from {{ ref('int_clauses_named') }}

),

found as (

    select
        'qa:' || reviews.review_id || ':' || cast(reviews.finding_class as varchar)
        || ':' || coalesce(reviews.message_id, '') as incident_id,
        'qa' as check_name,
        reviews.ticket_id,
        reviews.message_id,
        reviews.finding_class,
        severities.severity,
        reviews.policy_key,
        {{ reviewed_value('reviews.quoted_value', 'reviews.currency') }} as quoted,
        cast(null as varchar) as canonical,
        reviews.reviewed_at as found_at,
        'confirmed' as review,
        true as is_confirmed
    from reviews
    left join severities
        on
            reviews.ticket_id = severities.ticket_id
            and reviews.policy_key = severities.policy_key
    where reviews.finding_class is not null

    union all

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
        found_at,
        review,
        is_asserted as is_confirmed
    from suspected

),

final as (

    select
        found.incident_id,
        tickets.deployment_id,
        tickets.week,
        found.ticket_id,
        found.message_id,
        found.finding_class,
        case
            when found.severity is not null then found.severity
            when found.finding_class = 1 then 'P0'
            when found.finding_class = 2 and deployments.regulated then 'P0'
            when found.finding_class in (2, 4) then 'P1'
            else 'P2'
        end as severity,
        found.check_name,
        found.policy_key,
        found.quoted,
        found.canonical,
        found.is_confirmed,
        found.found_at,
        found.review,
        {{ ticket_link('found.ticket_id') }} as ticket_url
    from found
    inner join tickets on found.ticket_id = tickets.ticket_id
    inner join deployments on tickets.deployment_id = deployments.deployment_id
    where tickets.exclusion is null and tickets.arm = 'bot'

)

select * from final
order by incident_id
