-- One row per answers a week: how often the quarter alarmed, and how its weeks read.

with

cells as (

    select
        *,
        cast(split_part(deployment_id, '/', 1) as integer) as size,
        status in ('review', 'rollback') as is_alarm
    from panel_weekly
    where week >= getvariable('quarter')

),

alarms as (

    select
        size,
        deployment_id,
        bool_or(is_alarm) as is_alarmed,
        bool_or(status = 'rollback') as is_rolled_back,
        1 + date_diff('day', getvariable('quarter'), min(week) filter (where is_alarm)) / 7
            as weeks_until
    from cells
    where measure = getvariable('alarm_measure') and slice = getvariable('alarm_slice') and segment = getvariable('alarm_segment')
    group by size, deployment_id

),

quarters as (

    select
        size,
        avg(cast(is_alarmed as integer)) as alarmed,
        avg(cast(is_rolled_back as integer)) as rolled_back,
        median(weeks_until) as weeks_until
    from alarms
    group by size

),

watched as (

    select
        size,
        avg(cast(status = 'protected' as integer)) as protected,
        avg(cast(status = 'protected' as integer)) filter (where week >= getvariable('full_from'))
            as protected_when_full,
        avg(cast(status = 'held' as integer)) as held,
        avg(cast(status = 'watch' as integer)) as watched
    from cells
    where
        measure = getvariable('watched_measure')
        and slice = getvariable('watched_slice')
        and segment = getvariable('watched_segment')
    group by size

),

vetoes as (

    select
        cast(split_part(deployment_id, '/', 1) as integer) as size,
        deployment_id,
        bool_or(verdict = 'vetoed') as is_vetoed,
        avg(cast(verdict = 'vetoed' as integer)) as vetoed,
        avg(cast(verdict = 'protected' as integer)) as protected,
        avg(cast(verdict = 'held' as integer)) as held
    from int_verdicts_reached
    where week >= getvariable('quarter')
    group by deployment_id

),

verdicts as (

    select
        size,
        avg(cast(is_vetoed as integer)) as ever_vetoed,
        avg(vetoed) as pair_vetoed,
        avg(protected) as pair_protected,
        avg(held) as pair_held
    from vetoes
    group by size

)

select
    quarters.size,
    quarters.alarmed,
    quarters.rolled_back,
    quarters.weeks_until,
    watched.protected,
    watched.protected_when_full,
    watched.held,
    watched.watched,
    verdicts.ever_vetoed,
    verdicts.pair_vetoed,
    verdicts.pair_protected,
    verdicts.pair_held
from quarters
inner join watched on quarters.size = watched.size
inner join verdicts on quarters.size = verdicts.size
order by quarters.size
