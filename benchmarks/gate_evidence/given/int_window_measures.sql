-- One row per run, slice, archetype, segment and measure: the baseline's weeks.

select
    deployment_id,
    cast(getvariable('first_week') as varchar) || '/' || cast(getvariable('launched_on') as varchar) as window_key,
    slice_number,
    slice,
    archetype,
    segment,
    channel,
    measure,
    sum(numerator) as numerator,
    sum(denominator) as denominator,
    max(scales) as scales
from drawn_cells
where arm = 'bot' and not is_after_launch
group by
    deployment_id, slice_number, slice, archetype, segment, channel, measure
