-- One row per run and measure that was drawn.

select distinct deployment_id, measure, true as is_instrumented
from drawn_cells
where arm = 'bot'
