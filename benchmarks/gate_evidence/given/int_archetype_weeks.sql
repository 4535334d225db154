-- One row per run, archetype and week; nobody is taken off the list, so that every
-- week is judged by itself.

select
    deployment_id,
    week,
    archetype,
    is_after_launch,
    denominator as ticket_count
from drawn_cells
where measure = 'deflection_rate'
