-- One row per panel cell: everything about it that is a number, and nothing judged.

with

measures as (

    select * from {{ ref('int_measures_rolled') }}

),

pairs as (

    select * from {{ ref('int_measures_paired') }}

),

divided as (

    select
        measures.*,
        pairs.is_share,
        pairs.baseline_source,
        pairs.s0,
        pairs.n0,
        pairs.squares0,
        pairs.log_count0,
        pairs.log_sum0,
        pairs.log_squares0,
        pairs.scales0,
        pairs.first_s0,
        pairs.first_n0,
        pairs.is_first_comparable,
        pairs.holdout_s0,
        pairs.holdout_n0,
        pairs.holdout_squares0,
        pairs.measure is not null as has_baseline,
        {{ measure_value('s1', 'n1') }} as rolling,
        {{ measure_value('s0', 'n0') }} as baseline,
        {{ measure_value('first_s0', 'first_n0') }} as first_baseline
    from measures
    left join pairs
        on
            measures.slice_number = pairs.slice_number
            and measures.week = pairs.week
            and measures.measure = pairs.measure

),

final as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        channel,
        measure,
        unit,
        is_after_launch,
        is_mature,
        is_instrumented,
        coalesce(n1, 0) = 0
        or coalesce(scales0, 0) in (0, coalesce(scales1, 0)) as is_comparable,
        is_first_comparable,
        numerator,
        denominator,
        squares,
        log_count,
        log_sum,
        log_squares,
        value,
        wow,
        rising_weeks,
        s1,
        n1,
        squares1,
        rolling,
        rolling_weeks,
        weeks_present,
        has_baseline,
        s0,
        n0,
        squares0,
        log_count0,
        log_sum0,
        log_squares0,
        baseline,
        n0 as baseline_n,
        baseline_source,
        case
            when unit = 's' then {{ percent('(rolling - baseline)', 'baseline') }}
            else rolling - baseline
        end as delta,
        case
            when is_share
                then 100 * ({{ newcombe_low('s1', 'n1', 's0', 'n0', z_confirm()) }})
        end as delta_low,
        case
            when is_share
                then 100 * ({{ newcombe_high('s1', 'n1', 's0', 'n0', z_confirm()) }})
        end as delta_high,
        case
            when is_share then 100 * {{ min_detectable_drop('n1', 's0', 'n0') }}
        end as min_detectable,
        first_s0,
        first_n0,
        rolling - first_baseline as delta_pre_deployment,
        holdout_s0,
        holdout_n0,
        holdout_squares0,
        tier,
        in_deflection_list,
        target_low,
        target_high
    from divided

)

select * from final
