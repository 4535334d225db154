-- One row per judged cell (deployment, rule, slice, archetype, segment) of a measure,
-- in its latest mature week; what is not judged in it has no row: older is no news.

with

judged as (

    select * from {{ ref('int_measures_judged') }}

),

cells as (

    select * from {{ ref('int_measures_limited') }}

),

holdouts as (

    select * from {{ ref('int_holdouts_compared') }}

),

matured as (

    select
        deployment_id,
        slice,
        archetype,
        segment,
        measure,
        max(week) as week
    from cells
    where is_mature
    group by deployment_id, slice, archetype, segment, measure

),

latest as (

    select judged.*
    from matured
    inner join judged
        on
            matured.deployment_id = judged.deployment_id
            and matured.week = judged.week
            and matured.slice = judged.slice
            and matured.archetype = judged.archetype
            and matured.segment = judged.segment
            and matured.measure = judged.measure
    where judged.rule not in ('policy_p0', 'policy_other')

),

final as (

    select
        cells.deployment_id,
        cells.rule,
        cells.slice,
        cells.archetype,
        cells.segment,
        cells.measure,
        cells.week,
        cells.value,
        cells.rolling,
        cells.baseline,
        cells.delta,
        cells.delta_low,
        cells.delta_high,
        cells.delta_pre_deployment,
        cells.min_detectable,
        case
            when cells.unit in ('%', 'points') and cells.rule <> 'model_csat'
                then cast(cells.s1 as bigint)
        end as s1,
        cells.n1,
        case
            when cells.unit in ('%', 'points') and cells.rule <> 'model_csat'
                then cast(cells.s0 as bigint)
        end as s0,
        cells.n0,
        cells.weeks_present,
        cells.watch_at,
        cells.review_at,
        cells.rollback_at,
        cells.review_action,
        cells.rollback_action,
        cells.fails_ci,
        latest.state_literal,
        latest.state_evidence,
        latest.status_literal,
        latest.status_evidence,
        latest.evidence,
        holdouts.holdout_delta,
        holdouts.holdout_delta_low,
        holdouts.holdout_delta_high,
        latest.is_shared_by_holdout
        and {{ severity_rank('latest.status_literal') }} > 0 as is_shared_by_holdout
    from latest
    inner join cells
        on
            latest.deployment_id = cells.deployment_id
            and latest.week = cells.week
            and latest.slice = cells.slice
            and latest.archetype = cells.archetype
            and latest.segment = cells.segment
            and latest.measure = cells.measure
    left join holdouts
        on
            latest.deployment_id = holdouts.deployment_id
            and latest.week = holdouts.week
            and latest.slice = holdouts.slice
            and latest.archetype = holdouts.archetype
            and latest.segment = holdouts.segment
            and latest.measure = holdouts.measure

)

select * from final
