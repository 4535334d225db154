-- One row per deployment and archetype: what the bot's router reads. The seed lists it;
-- a removal that no later decision has restored takes it off; thresholds and versions
-- are those of the latest decision that names one.

with

archetypes as (

    select * from {{ ref('int_archetypes_listed') }}

),

removals as (

    select * from {{ ref('int_archetypes_removed') }}

),

routings as (

    select * from {{ ref('int_routings_decided') }}

),

removed as (

    select
        deployment_id,
        archetype,
        removed_on,
        cause,
        row_number() over (
            partition by deployment_id, archetype
            order by removed_on, cause
        ) as precedence
    from removals
    where restored_on is null

),

restored as (

    select
        deployment_id,
        archetype,
        max(restored_on) as restored_on
    from removals
    group by deployment_id, archetype

),

final as (

    select
        archetypes.deployment_id,
        archetypes.archetype,
        archetypes.in_deflection_list and removed.removed_on is null
            as in_deflection_list,
        case
            when not archetypes.in_deflection_list then archetypes.valid_from
            else coalesce(
                removed.removed_on, restored.restored_on, archetypes.valid_from
            )
        end as since,
        case
            when not archetypes.in_deflection_list
                then 'not listed in the seed archetypes'
            when removed.removed_on is not null then removed.cause
            when restored.restored_on is not null then 'restored by decision'
            else 'listed in the seed archetypes'
        end as why,
        routings.confidence_threshold,
        routings.bot_version
    from archetypes
    left join removed
        on
            archetypes.deployment_id = removed.deployment_id
            and archetypes.archetype = removed.archetype
            and removed.precedence = 1
    left join restored
        on
            archetypes.deployment_id = restored.deployment_id
            and archetypes.archetype = restored.archetype
    left join routings
        on
            archetypes.deployment_id = routings.deployment_id
            and archetypes.archetype = routings.archetype

)

select * from final
order by deployment_id, archetype
