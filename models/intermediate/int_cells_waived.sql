-- One row per judged cell that a waiver names: until when one is in force, by whom,
-- and since when none is. An empty field of a waiver means all; the seed is refused
-- where it would waive a P0 at large, or anything for more than 90 days.

with

cells as (

    select * from {{ ref('int_gate_cells') }}

),

waivers as (

    select * from {{ ref('waivers') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

matched as (

    select
        cells.deployment_id,
        cells.rule,
        cells.slice,
        cells.archetype,
        cells.segment,
        waivers.approved_by,
        waivers.expires_on,
        waivers.expires_on >= cast(watermark.as_of as date) as is_in_force
    from cells
    cross join watermark
    inner join waivers
        on
            cells.rule = waivers.rule
            and cells.deployment_id
            = coalesce(waivers.deployment_id, cells.deployment_id)
            and cells.archetype = coalesce(waivers.archetype, cells.archetype)
            and cells.segment = coalesce(waivers.segment, cells.segment)
    where
        waivers.created_on <= cast(watermark.as_of as date)

),

final as (

    select
        deployment_id,
        rule,
        slice,
        archetype,
        segment,
        max(case when is_in_force then expires_on end) as waived_until,
        min(case when is_in_force then approved_by end) as waived_by,
        max(case when not is_in_force then expires_on end) as waiver_expired_on
    from matched
    group by deployment_id, rule, slice, archetype, segment

)

select * from final
