-- One row per run, arm, week, slice, archetype, segment and measure that was drawn.

with

slices as (

    select
        run, arm, week_number, 'archetype' as slice, archetype, 'all' as segment,
        measure, sum(numerator) as numerator, sum(denominator) as denominator
    from drawn
    group by run, arm, week_number, archetype, measure

    union all

    select
        run, arm, week_number, 'archetype_segment' as slice, archetype, segment,
        measure, numerator, denominator
    from drawn
    where segment <> 'all'

)

select
    run as deployment_id,
    arm,
    week_number,
    cast(getvariable('first_week') + to_days(7 * week_number) as date) as week,
    week >= getvariable('launched_on') as is_after_launch,
    slice,
    archetype,
    segment,
    'all' as channel,
    dense_rank() over (order by run, slice, archetype, segment) as slice_number,
    measure,
    numerator,
    denominator,
    -- every answer is on one scale
    case when measure like '%csat' and denominator > 0 then 1 end as scales
from slices
