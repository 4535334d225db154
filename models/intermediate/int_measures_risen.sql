-- One row per panel slice, week and measure: how far the value lies from the week
-- before, and for how many mature weeks in a row it has risen.
-- Kept apart because a rise may have begun in any week before, and reads few columns.

with

measures as (

    select * from {{ ref('int_measures_matured') }}

),

compared_with_last_week as (

    select
        slice_number,
        week,
        measure,
        is_mature,
        value - lag(value) over (
            partition by slice_number, measure
            order by week
        ) as wow
    from measures

),

compared_with_last_steady_week as (

    select
        *,
        max(
            case when not coalesce(is_mature and round(wow, 9) > 0, false) then week end
        ) over (
            partition by slice_number, measure
            order by week
            rows between unbounded preceding and current row
        ) as last_steady_week
    from compared_with_last_week

),

final as (

    select
        slice_number,
        week,
        measure,
        wow,
        cast(round(
            cast(date_diff('day', last_steady_week, week) as double) / 7
        ) as bigint) as rising_weeks
    from compared_with_last_steady_week

)

select * from final
