-- One row per deployment, archetype, day and cause of a removal from the deflection
-- list, and the day of the decision that restored it: a rollback of the archetype
-- itself removes in the mode in force, a decision by its owner. A segment's rollback
-- vetoes.

with

cells as (

    select * from {{ ref('int_csat_judged') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

archetypes as (

    select * from {{ ref('int_archetypes_listed') }}

),

decided as (

    select distinct
        archetypes.deployment_id,
        archetypes.archetype,
        decisions.decided_on,
        decisions.decision
    from decisions
    cross join watermark
    inner join archetypes
        on
            decisions.deployment_id = archetypes.deployment_id
            and coalesce(decisions.archetype, archetypes.archetype)
            in (archetypes.archetype, archetypes.panel_archetype)
    where decisions.decided_on <= cast(watermark.as_of as date)

),

removed as (

    select distinct
        archetypes.deployment_id,
        archetypes.archetype,
        cells.matured_on as removed_on,
        'rollback by ' || cells.rule || ', week of ' || cast(cells.week as varchar)
            as cause,
        cells.matured_on as restorable_from
    from cells
    inner join archetypes
        on
            cells.deployment_id = archetypes.deployment_id
            and cells.archetype = archetypes.panel_archetype
    where
        cells.is_mature
        and cells.slice = 'archetype'
        and {{ status_in_force(
            'cells.state_literal', 'cells.state_evidence', 'cells.slice',
            "'" ~ var('gate_mode') ~ "'"
        ) }} = 'rollback'

    union all

    select
        deployment_id,
        archetype,
        decided_on as removed_on,
        'removed by decision' as cause,
        cast(decided_on + interval '1' day as date) as restorable_from
    from decided
    where decision = 'remove'

),

final as (

    select
        removed.deployment_id,
        removed.archetype,
        removed.removed_on,
        removed.cause,
        min(decided.decided_on) as restored_on
    from removed
    left join decided
        on
            removed.deployment_id = decided.deployment_id
            and removed.archetype = decided.archetype
            and decided.decision = 'restore'
            and removed.restorable_from <= decided.decided_on
    group by
        removed.deployment_id,
        removed.archetype,
        removed.removed_on,
        removed.cause

)

select * from final
