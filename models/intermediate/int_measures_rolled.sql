-- One row per panel cell: its value, and the four weeks that end here pooled.
-- Weeks before the launch take no part, empty weeks do; nothing is pooled while the
-- week is immature.

with

measures as (

    select * from {{ ref('int_measures_matured') }}

),

pooled as (

    select
        *,
        lag(value) over weeks as previous_value,
        sum(case when is_after_launch then numerator end) over four_weeks
            as numerator_4w,
        sum(case when is_after_launch then denominator end) over four_weeks
            as denominator_4w,
        sum(case when is_after_launch then squares end) over four_weeks as squares_4w,
        bit_or(case when is_after_launch then scales end) over four_weeks as scales_4w,
        count(case when is_after_launch then 1 end) over four_weeks as weeks_4w,
        count(case when is_after_launch and denominator > 0 then 1 end) over four_weeks
            as weeks_present_4w
    from measures
    window
        weeks as (
            partition by slice_number, measure
            order by week
        ),
        four_weeks as (
            partition by slice_number, measure
            order by week
            rows between 3 preceding and current row
        )

),

compared_with_last_week as (

    select
        *,
        value - previous_value as wow,
        coalesce(is_mature and round(value - previous_value, 9) > 0, false) as is_rising
    from pooled

),

compared_with_last_steady_week as (

    select
        *,
        max(case when not is_rising then week end) over (
            partition by slice_number, measure
            order by week
            rows between unbounded preceding and current row
        ) as last_steady_week
    from compared_with_last_week

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
        slice_number,
        unit,
        is_after_launch,
        is_mature,
        is_instrumented,
        numerator,
        denominator,
        squares,
        log_count,
        log_sum,
        log_squares,
        value,
        wow,
        case when is_mature then cast(numerator_4w as decimal(38, 6)) end as s1,
        case when is_mature then cast(denominator_4w as bigint) end as n1,
        case when is_mature then cast(squares_4w as decimal(38, 6)) end as squares1,
        case when is_mature then scales_4w end as scales1,
        case when is_mature then cast(weeks_4w as bigint) end as rolling_weeks,
        case when is_mature then cast(weeks_present_4w as bigint) end as weeks_present,
        cast(round(
            cast(date_diff('day', last_steady_week, week) as double) / 7
        ) as bigint) as rising_weeks,
        tier,
        in_deflection_list,
        target_low,
        target_high
    from compared_with_last_steady_week

)

select * from final
