-- One row per policy incident of a counted ticket that no decision has closed: the rule
-- that it breaches. Weeks do not matter, nothing but a close decision ends it.

with

reviews as (

    select * from {{ ref('stg_qa_reviews') }}

),

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

findings as (

    select
        'qa:' || reviews.review_id || ':' || cast(reviews.finding_class as varchar)
        || ':' || coalesce(reviews.message_id, '') as incident_id,
        tickets.deployment_id,
        archetypes.panel_archetype as archetype,
        tickets.ticket_id,
        tickets.week,
        reviews.finding_class,
        case
            when reviews.finding_class = 1 then 'P0'
            when reviews.finding_class = 2 and deployments.regulated then 'P0'
            when reviews.finding_class in (2, 4) then 'P1'
            else 'P2'
        end as severity,
        true as is_confirmed,
        reviews.reviewed_at as found_at
    from reviews
    inner join tickets on reviews.ticket_id = tickets.ticket_id
    inner join deployments on tickets.deployment_id = deployments.deployment_id
    inner join archetypes
        on
            tickets.deployment_id = archetypes.deployment_id
            and tickets.archetype = archetypes.archetype
    where reviews.finding_class is not null and tickets.is_counted

),

closed as (

    select distinct
        deployment_id,
        incident_id
    from decisions
    where decision = 'close' and incident_id is not null

),

final as (

    select
        findings.incident_id,
        findings.deployment_id,
        findings.archetype,
        findings.ticket_id,
        findings.week,
        findings.finding_class,
        findings.severity,
        findings.is_confirmed,
        findings.found_at,
        'policy_incidents_' || cast(findings.finding_class as varchar) as measure,
        case
            when findings.severity = 'P0' then 'policy_p0' else 'policy_other'
        end as rule
    from findings
    left join closed
        on
            findings.deployment_id = closed.deployment_id
            and findings.incident_id = closed.incident_id
    where closed.incident_id is null

)

select * from final
