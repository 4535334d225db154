-- One row per deployment, week, rule, archetype and segment in breach: what is asked,
-- of whom, by when and why. A decision's assignee and date hold; else a P0 is due the
-- same day, a rollback the next, a review at the next weekly meeting.

with

gate as (

    select * from {{ ref('gate') }}

),

kpis as (

    select * from {{ ref('kpis') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

final as (

    select
        gate.deployment_id,
        gate.week,
        gate.rule,
        gate.archetype,
        gate.segment,
        gate.status,
        case
            when gate.rule = 'policy_p0' or gate.status in ('rollback', 'incident')
                then 'critical'
            when gate.status = 'review' or gate.status <> gate.status_literal
                then 'warning'
            else 'info'
        end as severity,
        gate.action,
        gate.owner,
        gate.owner_contact,
        coalesce(gate.assignee, gate.owner) as assignee,
        coalesce(
            gate.follow_up_on,
            cast(cast(watermark.as_of as date) + case
                when gate.rule = 'policy_p0' then 0
                when gate.status = 'rollback' then 1
                else deployments.follow_up_days
            end * interval '1' day as date)
        ) as follow_up_on,
        {{ evidence_sentence() }} as evidence,
        gate.decision,
        gate.is_answered,
        gate.waived_until,
        gate.waived_by,
        gate.waiver_expired_on,
        gate.first_seen_week
    from gate
    cross join watermark
    inner join kpis on gate.measure = kpis.measure
    inner join deployments on gate.deployment_id = deployments.deployment_id
    where {{ severity_rank('gate.status') }} > 0

)

select * from final
order by deployment_id, week, rule, archetype, segment
