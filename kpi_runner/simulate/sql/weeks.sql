-- One row per simulated week, with its share of an even week's volume.

select
    number as week_number,
    getvariable('start') + cast(7 * number as integer) as week,
    number >= getvariable('baseline_weeks') as is_launched,
    case
        when month(week) = 11 and day(week) >= 17 then 1.2
        when month(week) = 12 and day(week) <= 22 then 1.3
        when month(week) in (7, 8) then 0.92
        else 1.0
    end as season
from range(getvariable('weeks')) as numbers (number)
