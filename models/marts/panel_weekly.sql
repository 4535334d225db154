-- One row per deployment, week, slice, archetype, segment, channel and measure: a cell
-- of the panel.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

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
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        value,
        rolling,
        rolling_weeks,
        baseline,
        baseline_n,
        baseline_source,
        delta,
        delta_low,
        delta_high,
        min_detectable,
        delta_pre_deployment,
        wow,
        rising_weeks,
        target_low,
        target_high,
        is_mature,
        case
            when not is_instrumented then 'not_instrumented'
            when not is_after_launch then 'baseline'
            when not is_mature then 'pending'
            when rolling is null then 'insufficient'
            else 'unjudged'
        end as status
    from measures

)

select * from final
order by deployment_id, week, slice, archetype, segment, channel, measure
