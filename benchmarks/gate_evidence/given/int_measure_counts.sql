-- One row per run, week, slice, archetype, segment and measure.

select * exclude (arm, week_number)
from drawn_cells
where arm = 'bot'
