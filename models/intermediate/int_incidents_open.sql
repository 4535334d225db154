-- One row per policy incident that no decision has closed, confirmed or suspected and
-- not yet read: the rule that it breaches, for class 1 always that of P0, however mild
-- its clause. Weeks do not matter, nothing but a close decision ends a confirmed one.

with

incidents as (

    select * from {{ ref('policy_incidents') }}

),

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

findings as (

    select
        incidents.*,
        archetypes.panel_archetype as archetype,
        clock.requested_as_of
    from incidents
    inner join tickets on incidents.ticket_id = tickets.ticket_id
    inner join archetypes
        on
            tickets.deployment_id = archetypes.deployment_id
            and tickets.archetype = archetypes.archetype
    cross join clock
    where incidents.is_confirmed or incidents.review = 'open'

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
            when findings.severity = 'P0' or findings.finding_class = 1
                then 'policy_p0'
            else 'policy_other'
        end as rule
    from findings
    left join decisions
        on
            findings.deployment_id = decisions.deployment_id
            and findings.incident_id = decisions.incident_id
            and decisions.decision = 'close'
            and coalesce(
                decisions.decided_on <= cast(findings.requested_as_of as date), true
            )
    where decisions.incident_id is null

)

select * from final
