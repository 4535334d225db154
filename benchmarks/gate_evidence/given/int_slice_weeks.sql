-- One row per run, slice, archetype, segment and week.

select distinct
    deployment_id,
    slice,
    archetype,
    segment,
    channel,
    week,
    slice_number,
    getvariable('launched_on') as launched_on,
    is_after_launch
from drawn_cells
