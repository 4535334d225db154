-- One row per deployment, month, slice, archetype, segment, channel and measure: the
-- panel's weeks pooled, beside the month before. A week belongs to the month of its
-- Thursday.

with

measures as (

    select * from {{ ref('int_measures_by_period') }}

),

divided as (

    select
        *,
        {{ measure_value('numerator', 'denominator') }} as value  -- noqa: RF04
    from measures
    where period = 'month'

),

final as (

    select
        deployment_id,
        period_start as month,  -- noqa: RF04
        slice,
        archetype,
        segment,
        channel,
        measure,
        week_count,
        is_after_launch,
        is_mature,
        is_instrumented,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        value,
        lag(value) over months as previous_value,
        value - lag(value) over months as change,  -- noqa: RF04
        baseline,
        baseline_n,
        case
            when unit = 's' then {{ percent('(value - baseline)', 'baseline') }}
            else value - baseline
        end as delta
    from divided
    window
        months as (
            partition by deployment_id, slice, archetype, segment, channel, measure
            order by period_start
        )

)

select * from final
order by deployment_id, month, slice, archetype, segment, channel, measure
