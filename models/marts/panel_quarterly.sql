-- One row per deployment, quarter, slice, archetype, segment, channel and measure: the
-- panel's weeks pooled, beside the quarter before. A week belongs to the quarter of its
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
    where period = 'quarter'

),

final as (

    select
        deployment_id,
        period_start as quarter,  -- noqa: RF04
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
        lag(value) over quarters as previous_value,
        value - lag(value) over quarters as change,  -- noqa: RF04
        baseline,
        baseline_n,
        case
            when unit = 's' then {{ percent('(value - baseline)', 'baseline') }}
            else value - baseline
        end as delta
    from divided
    window
        quarters as (
            partition by deployment_id, slice, archetype, segment, channel, measure
            order by period_start
        )

)

select * from final
order by deployment_id, quarter, slice, archetype, segment, channel, measure
