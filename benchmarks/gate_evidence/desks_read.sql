-- One row per tickets a month: how many of the nine archetypes read how, in a week and
-- at the worst in the quarter; first by their own resolution CSAT, then as pairs.

with

weeks as (

    select
        cast(split_part(verdicts.deployment_id, '/', 1) as integer) as size,
        verdicts.deployment_id,
        verdicts.week,
        verdicts.archetype,
        verdicts.verdict,
        panel.status
    from int_verdicts_reached as verdicts
    inner join panel_weekly as panel
        on
            verdicts.deployment_id = panel.deployment_id
            and verdicts.week = panel.week
            and verdicts.archetype = panel.archetype
            and panel.slice = 'archetype'
            and panel.measure = 'resolution_csat'
    where verdicts.week >= getvariable('quarter')

)

select
    size,
    9 * avg(cast(status in ('review', 'rollback') as integer)) as cells_alarmed,
    9 * avg(cast(status = 'held' as integer)) as cells_held,
    9 * avg(cast(status = 'protected' as integer)) as cells_protected,
    9 * avg(cast(verdict = 'vetoed' as integer)) as vetoed,
    9 * avg(cast(verdict = 'held' as integer)) as held,
    9 * avg(cast(verdict = 'protected' as integer)) as protected,
    9 * avg(cast(verdict = 'unproven' as integer)) as unproven
from weeks
group by size
order by size
