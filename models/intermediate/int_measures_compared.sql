-- One row per panel cell: everything about it that is a number, and nothing judged.
-- Division comes last, from the exact sums that stand beside it.

with

measures as (

    select * from {{ ref('int_measures_paired') }}

),

divided as (

    select
        *,
        {{ measure_value('s1', 'n1') }} as rolling,
        {{ measure_value('s0', 'n0') }} as baseline,
        {{ measure_value('first_s0', 'first_n0') }} as first_baseline
    from measures

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
        case
            when coalesce(n1, 0) = 0 or coalesce(scales0, 0) = 0 then true
            else coalesce(scales1, 0) = scales0
        end as is_comparable,
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
            when unit = 's' then 100 * (rolling - baseline) / nullif(baseline, 0)
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
