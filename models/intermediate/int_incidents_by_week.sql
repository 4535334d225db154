-- One row per deployment, archetype, week and policy measure after launch: the state of
-- the week by the incidents of its tickets, mature or not, until they are closed.

with

cells as (

    select * from {{ ref('int_measures_limited') }}

),

incidents as (

    select * from {{ ref('int_incidents_open') }}

),

incidents_by_week as (

    select
        deployment_id,
        archetype,
        week,
        measure,
        max(case when is_confirmed then 1 else 0 end) as has_confirmed,
        max(case when is_confirmed and rule = 'policy_p0' then 1 else 0 end) as has_p0
    from incidents
    group by deployment_id, archetype, week, measure

),

final as (

    select
        cells.deployment_id,
        cells.week,
        cells.slice,
        cells.archetype,
        cells.segment,
        cells.measure,
        cells.rule,
        cells.is_mature,
        cells.matured_on,
        case
            when incidents_by_week.has_p0 = 1 then 'incident'
            when incidents_by_week.has_confirmed = 1 then 'review'
            when not cells.is_instrumented then 'not_instrumented'
            when not cells.is_mature then 'pending'
            else 'held'
        end as state
    from cells
    left join incidents_by_week
        on
            cells.deployment_id = incidents_by_week.deployment_id
            and cells.archetype = incidents_by_week.archetype
            and cells.week = incidents_by_week.week
            and cells.measure = incidents_by_week.measure
    where cells.rule in ('policy_p0', 'policy_other')

)

select * from final
