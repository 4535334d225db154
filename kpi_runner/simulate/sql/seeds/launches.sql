-- One row per archetype that launches on a day of its own: none, unless staggered.

select
    deployment_id,
    archetype,
    getvariable('start') + cast(7 * launch_week as integer) as launched_on
from launches
where getvariable('stagger_weeks') > 0
order by deployment_id, archetype
