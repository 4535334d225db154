-- One row per breach (deployment, rule, archetype, segment) and ticket that drives it:
-- at most 200 a breach, the worst first.

with

blamed as (

    select * from {{ ref('int_tickets_blamed') }}

),

incidents as (

    select * from {{ ref('int_incidents_open') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

incidents_by_ticket as (

    select
        deployment_id,
        rule,
        archetype,
        'all' as segment,
        ticket_id,
        cast(
            max(case when is_confirmed then 10 else 0 end) - min(finding_class)
            as double
        ) as badness,
        'policy finding, class ' || cast(min(finding_class) as varchar) as why
    from incidents
    where is_confirmed or severity = 'P0'
    group by deployment_id, rule, archetype, ticket_id

),

found as (

    select * from blamed
    union all
    select * from incidents_by_ticket

),

ranked as (

    select
        *,
        row_number() over (
            partition by deployment_id, rule, archetype, segment
            order by badness desc, ticket_id asc
        ) as worst
    from found

),

final as (

    select
        ranked.deployment_id,
        ranked.rule,
        ranked.archetype,
        ranked.segment,
        ranked.ticket_id,
        ranked.worst as rank,
        ranked.why,
        {{ ticket_link('ranked.ticket_id') }} as ticket_url
    from ranked
    inner join deployments on ranked.deployment_id = deployments.deployment_id
    where ranked.worst <= 200

)

select * from final
order by deployment_id, rule, archetype, segment, rank
