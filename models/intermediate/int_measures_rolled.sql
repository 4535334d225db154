-- One row per panel cell: its value, and the four weeks that end here pooled.
-- Weeks before the launch take no part, empty weeks do; nothing is pooled while the
-- week is immature.

with

measures as (

    select * from {{ ref('int_measures_matured') }}

),

rises as (

    select * from {{ ref('int_measures_risen') }}

),

pooled as (

    select
        *,
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
        four_weeks as (
            partition by slice_number, measure
            order by week
            rows between 3 preceding and current row
        )

),

final as (

    select
        pooled.deployment_id,
        pooled.week,
        pooled.slice,
        pooled.archetype,
        pooled.segment,
        pooled.channel,
        pooled.measure,
        pooled.slice_number,
        pooled.unit,
        pooled.is_after_launch,
        pooled.is_mature,
        pooled.is_instrumented,
        pooled.numerator,
        pooled.denominator,
        pooled.squares,
        pooled.log_count,
        pooled.log_sum,
        pooled.log_squares,
        pooled.value,
        rises.wow,
        case
            when pooled.is_mature then cast(pooled.numerator_4w as decimal(38, 6))
        end as s1,
        case when pooled.is_mature then cast(pooled.denominator_4w as bigint) end as n1,
        case
            when pooled.is_mature then cast(pooled.squares_4w as decimal(38, 6))
        end as squares1,
        case when pooled.is_mature then pooled.scales_4w end as scales1,
        case
            when pooled.is_mature then cast(pooled.weeks_4w as bigint)
        end as rolling_weeks,
        case
            when pooled.is_mature then cast(pooled.weeks_present_4w as bigint)
        end as weeks_present,
        rises.rising_weeks,
        pooled.tier,
        pooled.in_deflection_list,
        pooled.target_low,
        pooled.target_high
    from pooled
    inner join rises
        on
            pooled.slice_number = rises.slice_number
            and pooled.week = rises.week
            and pooled.measure = rises.measure

)

select * from final
