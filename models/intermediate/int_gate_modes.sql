-- One row per gate mode and judged cell: its status in that mode, since when it is in
-- breach, and what is asked of whom by when: a P0 the same day, a rollback the next, a
-- review by the next weekly meeting. A four-point drop that is not confirmed proposes
-- what a rollback would do.

with

cells as (

    select * from {{ ref('int_gate_cells') }}

),

breach_weeks as (

    select * from {{ ref('int_breach_weeks') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

gate_modes as (

    {{ gate_mode_rows() }}

),

runs as (

    select
        gate_mode,
        deployment_id,
        rule,
        slice,
        archetype,
        segment,
        min(week) as first_seen_week
    from breach_weeks
    group by gate_mode, deployment_id, rule, slice, archetype, segment

),

stated as (

    select
        cells.*,
        gate_modes.gate_mode,
        {{ status_in_force(
            'cells.status_literal', 'cells.status_evidence', 'cells.slice',
            'gate_modes.gate_mode'
        ) }} as status,
        {{ status_in_force(
            'cells.state_literal', 'cells.state_evidence', 'cells.slice',
            'gate_modes.gate_mode'
        ) }} as state
    from cells
    cross join gate_modes

),

final as (

    select
        stated.*,
        {{ severity_rank('stated.status') }} as severity_rank,
        stated.status <> stated.state as is_clearing,
        case
            when {{ severity_rank('stated.status') }} > 0
                then coalesce(runs.first_seen_week, stated.incident_week, stated.week)
        end as first_seen_week,
        case
            when
                stated.status = 'rollback'
                or stated.status = 'watch' and stated.status_literal = 'rollback'
                then coalesce(stated.rollback_action, stated.review_action)
            when {{ severity_rank('stated.status') }} > 0 then stated.review_action
        end as action,
        deployments.rollback_owner as owner,
        deployments.rollback_contact as owner_contact,
        deployments.follow_up_days,
        case
            when {{ severity_rank('stated.status') }} > 0
                then cast(cast(watermark.as_of as date) + case
                    when stated.rule = 'policy_p0' then 0
                    when stated.status = 'rollback' then 1
                    else deployments.follow_up_days
                end * interval '1' day as date)
        end as due_on
    from stated
    cross join watermark
    inner join deployments on stated.deployment_id = deployments.deployment_id
    left join runs
        on
            stated.gate_mode = runs.gate_mode
            and stated.deployment_id = runs.deployment_id
            and stated.rule = runs.rule
            and stated.slice = runs.slice
            and stated.archetype = runs.archetype
            and stated.segment = runs.segment

)

-- The cell's columns are those of int_gate_cells: named once, in its yml.
select * from final  -- noqa: AM04
