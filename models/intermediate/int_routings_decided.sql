-- One row per deployment and archetype that a decision speaks of: the routing threshold
-- and the bot version that were decided last.

with

archetypes as (

    select * from {{ ref('int_archetypes_listed') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

decided as (

    select
        archetypes.deployment_id,
        archetypes.archetype,
        decisions.confidence_threshold,
        decisions.bot_version,
        row_number() over (
            partition by archetypes.deployment_id, archetypes.archetype
            order by
                case when decisions.confidence_threshold is null then 1 else 0 end asc,
                decisions.decided_on desc,
                decisions.confidence_threshold desc
        ) as threshold_recency,
        row_number() over (
            partition by archetypes.deployment_id, archetypes.archetype
            order by
                case when decisions.bot_version is null then 1 else 0 end asc,
                decisions.decided_on desc,
                decisions.bot_version asc
        ) as version_recency
    from archetypes
    cross join watermark
    inner join decisions
        on
            archetypes.deployment_id = decisions.deployment_id
            and coalesce(decisions.archetype, archetypes.archetype)
            in (archetypes.archetype, archetypes.panel_archetype)
            and decisions.decided_on <= cast(watermark.as_of as date)

),

final as (

    select
        deployment_id,
        archetype,
        max(case when threshold_recency = 1 then confidence_threshold end)
            as confidence_threshold,
        max(case when version_recency = 1 then bot_version end) as bot_version
    from decided
    group by deployment_id, archetype

)

select * from final
