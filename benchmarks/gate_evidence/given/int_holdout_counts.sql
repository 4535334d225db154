-- One row per run, week, slice, archetype, segment and measure of the holdout.

select * exclude (arm, week_number, slice_number, is_after_launch)
from drawn_cells
where arm = 'holdout'
