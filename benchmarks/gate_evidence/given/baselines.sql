-- One row per run: the weeks before its launch.

select distinct
    deployment_id,
    getvariable('first_week') as window_start,
    getvariable('launched_on') as window_end,
    'Owner' as approved_by,
    'before launch' as reason
from drawn_cells
