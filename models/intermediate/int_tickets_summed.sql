-- One row per deployment, arm, UTC day, week, panel archetype, segment and channel:
-- every part of every measure, in the one pass over tickets. Weeks and baseline windows
-- are both made of days, and what depends on as_of enters here.

with

facts as (

    select * from {{ ref('int_ticket_facts') }}

),

panel_archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

scales as (

    select * from {{ ref('int_survey_scales') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

tickets as (

    select
        facts.*,
        panel_archetypes.panel_archetype,
        resolution_scales.scale_bit as resolution_scale_bit,
        delayed_scales.scale_bit as delayed_scale_bit,
        watermark.as_of
    from facts
    cross join watermark
    inner join panel_archetypes
        on
            facts.deployment_id = panel_archetypes.deployment_id
            and facts.archetype = panel_archetypes.archetype
    left join scales as resolution_scales
        on
            facts.deployment_id = resolution_scales.deployment_id
            and facts.resolution_scale = resolution_scales.scale
    left join scales as delayed_scales
        on
            facts.deployment_id = delayed_scales.deployment_id
            and facts.delayed_scale = delayed_scales.scale
    where facts.exclusion is null

),

final as (

    select
        deployment_id,
        arm,
        cast(opened_at as date) as opened_on,
        week,
        panel_archetype as archetype,
        segment,
        channel,
        {{ ticket_sums() }}
    from tickets
    group by
        deployment_id,
        arm,
        cast(opened_at as date),
        week,
        panel_archetype,
        segment,
        channel

)

select * from final
