-- One row per deployment, week, rule, archetype and segment in breach: what is asked,
-- of whom, by when and why. A decision's assignee and date hold.

with

gate as (

    select * from {{ ref('gate') }}

),

kpis as (

    select * from {{ ref('kpis') }}

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
        gate.due_on as follow_up_on,
        {{ evidence_sentence() }} as evidence,
        gate.decision,
        gate.is_answered,
        gate.waived_until,
        gate.waived_by,
        gate.waiver_expired_on,
        gate.first_seen_week
    from gate
    inner join kpis on gate.measure = kpis.measure
    where {{ severity_rank('gate.status') }} > 0

)

select * from final
order by deployment_id, week, rule, archetype, segment
