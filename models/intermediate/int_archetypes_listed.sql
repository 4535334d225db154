-- One row per deployment and archetype of the seed: its line of the panel, and its
-- entry on the deflection list as of now.

with

archetypes as (

    select * from {{ ref('archetypes') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

panel_archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

dated as (

    select
        archetypes.*,
        row_number() over (
            partition by archetypes.archetype
            order by archetypes.valid_from desc nulls last
        ) as recency
    from archetypes
    cross join watermark
    where coalesce(archetypes.valid_from <= cast(watermark.as_of as date), true)

),

final as (

    select
        deployments.deployment_id,
        dated.archetype,
        coalesce(panel_archetypes.panel_archetype, dated.archetype) as panel_archetype,
        dated.in_deflection_list,
        dated.valid_from
    from dated
    cross join deployments
    left join panel_archetypes
        on
            deployments.deployment_id = panel_archetypes.deployment_id
            and dated.archetype = panel_archetypes.archetype
    where dated.recency = 1

)

select * from final
