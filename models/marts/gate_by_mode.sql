-- One row per gate mode and judged cell (deployment, rule, slice, archetype, segment):
-- its latest mature week, judged in the mode in force (the mart gate) and in the other.

with

cells as (

    select * from {{ ref('int_gate_modes') }}

),

measures as (

    select * from {{ ref('int_measures_compared') }}

),

decisions as (

    select * from {{ ref('int_breaches_decided') }}

),

waivers as (

    select * from {{ ref('int_cells_waived') }}

),

final as (

    select
        cells.gate_mode,
        cells.deployment_id,
        cells.rule,
        cells.slice,
        cells.archetype,
        cells.segment,
        cells.measure,
        cells.week,
        cast(measures.numerator as double) as numerator,
        cast(measures.denominator as double) as denominator,
        cells.value,
        cells.rolling,
        measures.rolling_weeks,
        cells.baseline,
        measures.baseline_n,
        measures.baseline_source,
        cells.delta,
        cells.delta_low,
        cells.delta_high,
        cells.min_detectable,
        cells.delta_pre_deployment,
        measures.wow,
        measures.rising_weeks,
        measures.target_low,
        measures.target_high,
        cells.s1,
        cells.n1,
        cells.s0,
        cells.n0,
        cells.weeks_present,
        cast(cells.watch_at as double) as watch_at,
        cast(cells.review_at as double) as review_at,
        cast(cells.rollback_at as double) as rollback_at,
        cells.status_literal,
        cells.status_evidence,
        cells.status,
        cells.evidence,
        cells.holdout_delta,
        cells.holdout_delta_low,
        cells.holdout_delta_high,
        cells.is_shared_by_holdout,
        cells.is_clearing,
        cells.fails_ci,
        cells.action,
        cells.owner,
        cells.owner_contact,
        decisions.decision,
        decisions.decided_on,
        decisions.assignee,
        decisions.follow_up_on,
        coalesce(decisions.is_answered, false) as is_answered,
        waivers.waived_until,
        waivers.waived_by,
        waivers.waiver_expired_on,
        waivers.waived_until is not null as is_waived,
        cells.first_seen_week,
        coalesce(decisions.follow_up_on, cells.due_on) as due_on,
        cells.note
    from cells
    inner join measures
        on
            cells.deployment_id = measures.deployment_id
            and cells.week = measures.week
            and cells.slice = measures.slice
            and cells.archetype = measures.archetype
            and cells.segment = measures.segment
            and cells.measure = measures.measure
            and measures.channel = 'all'
    left join decisions
        on
            cells.gate_mode = decisions.gate_mode
            and cells.deployment_id = decisions.deployment_id
            and cells.rule = decisions.rule
            and cells.slice = decisions.slice
            and cells.archetype = decisions.archetype
            and cells.segment = decisions.segment
    left join waivers
        on
            cells.deployment_id = waivers.deployment_id
            and cells.rule = waivers.rule
            and cells.slice = waivers.slice
            and cells.archetype = waivers.archetype
            and cells.segment = waivers.segment

)

select * from final
order by gate_mode, deployment_id, rule, slice, archetype, segment
