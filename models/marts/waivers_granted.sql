-- One row per waiver that was ever granted, expired ones included.

with

waivers as (

    select * from {{ ref('waivers') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

final as (

    select
        waivers.rule,
        waivers.deployment_id,
        waivers.archetype,
        waivers.segment,
        waivers.created_on,
        waivers.expires_on,
        waivers.approved_by,
        waivers.reason,
        waivers.expires_on < cast(watermark.as_of as date) as is_expired
    from waivers
    cross join watermark

)

select * from final
order by deployment_id, rule, archetype, segment, created_on
