-- One row per deployment and archetype: the week from which the bot attempts it.
-- A staggered launch lets archetypes in one after another, in the order of the list.

with

numbered as (

    select
        archetype,
        row_number() over (order by archetype) - 1 as place
    from archetypes

),

final as (

    select
        deployments.deployment_id,
        numbered.archetype,
        cast(
            getvariable('baseline_weeks')
            + numbered.place * getvariable('stagger_weeks')
            as integer
        ) as launch_week
    from deployments
    cross join numbered

)

select * from final
