-- One row per judged cell (deployment, week after launch, slice, archetype, segment and
-- measure): its numbers beside the rule and the limits in force. Segments are cut for
-- satisfaction and repeat contact alone.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

),

thresholds as (

    select * from {{ ref('int_thresholds_in_force') }}

),

kpis as (

    select * from {{ ref('kpis') }}

),

final as (

    select
        measures.deployment_id,
        measures.week,
        measures.slice,
        measures.archetype,
        measures.segment,
        measures.measure,
        thresholds.rule,
        thresholds.watch_at,
        thresholds.review_at,
        thresholds.rollback_at,
        thresholds.review_action,
        thresholds.rollback_action,
        thresholds.fails_ci,
        measures.unit,
        measures.is_mature,
        cast(measures.week + (7 + kpis.maturity_days) * interval '1' day as date)
            as matured_on,
        measures.is_instrumented,
        measures.is_comparable,
        measures.is_first_comparable,
        measures.numerator,
        measures.denominator,
        measures.value,
        measures.wow,
        measures.rising_weeks,
        measures.s1,
        measures.n1,
        measures.squares1,
        measures.weeks_present,
        measures.rolling,
        measures.s0,
        measures.n0,
        measures.squares0,
        measures.log_count,
        measures.log_sum,
        measures.log_squares,
        measures.log_count0,
        measures.log_sum0,
        measures.log_squares0,
        measures.baseline,
        measures.delta,
        measures.delta_low,
        measures.delta_high,
        measures.min_detectable,
        measures.first_s0,
        measures.first_n0,
        measures.delta_pre_deployment,
        measures.holdout_s0,
        measures.holdout_n0,
        measures.holdout_squares0,
        measures.tier,
        measures.in_deflection_list,
        measures.target_low,
        measures.target_high
    from measures
    inner join thresholds
        on
            measures.archetype = thresholds.archetype
            and measures.week = thresholds.week
            and measures.measure = thresholds.measure
    inner join kpis on measures.measure = kpis.measure
    where
        measures.is_after_launch
        and (
            measures.slice = 'archetype'
            or (
                measures.slice in ('archetype_segment', 'segment')
                and thresholds.is_by_segment
            )
        )

)

select * from final
