-- One row per deployment, period (month or quarter) and its start, slice, archetype,
-- segment, channel and measure: the weeks of the period pooled. Weeks before the launch
-- take no part in the period of the launch; the baseline is that of the last week.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

periods as (

    select 'month' as period
    union all
    select 'quarter' as period

),

weeks as (

    select
        measures.*,
        periods.period,
        {{ period_start('periods.period', 'measures.week') }} as period_start,
        {{ period_start('periods.period', "measures.week + interval '7' day") }}
            as next_period_start,
        measures.week = {{ week_of('watermark.as_of') }} as is_last_of_all
    from measures
    cross join periods
    cross join watermark

),

pooled as (

    select
        deployment_id,
        period,
        period_start,
        slice,
        archetype,
        segment,
        channel,
        measure,
        unit,
        is_instrumented,
        bool_or(is_after_launch) as is_after_launch,
        count_if(is_after_launch) as launched_week_count,
        count(*) as week_count,
        bool_and(is_mature) and max(next_period_start) > period_start as is_mature,
        sum(case when is_after_launch then numerator end) as launched_numerator,
        sum(numerator) as numerator,
        sum(case when is_after_launch then denominator end) as launched_denominator,
        sum(denominator) as denominator,
        max(case
            when is_last_of_all or next_period_start > period_start then baseline
        end) as baseline,
        max(case
            when is_last_of_all or next_period_start > period_start then baseline_n
        end) as baseline_n
    from weeks
    group by
        deployment_id,
        period,
        period_start,
        slice,
        archetype,
        segment,
        channel,
        measure,
        unit,
        is_instrumented

),

final as (

    select
        deployment_id,
        period,
        period_start,
        slice,
        archetype,
        segment,
        channel,
        measure,
        unit,
        is_instrumented,
        is_after_launch,
        is_mature,
        cast(
            case when is_after_launch then launched_week_count else week_count end
            as bigint
        ) as week_count,
        cast(
            case when is_after_launch then launched_numerator else numerator end
            as decimal(38, 6)
        ) as numerator,
        cast(
            case when is_after_launch then launched_denominator else denominator end
            as bigint
        ) as denominator,
        baseline,
        baseline_n
    from pooled

)

select * from final
