-- One row per deployment and scale that a survey was answered on: the scale's bit.
-- Sets of scales are compared as integers, so that no order of text is involved; the
-- bits end at 62, where the rarest scales of an odd desk share the last one.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

answered_scales as (

    select
        deployment_id,
        resolution_scale as scale
    from tickets
    where resolution_scale is not null
    group by deployment_id, resolution_scale

    union

    select
        deployment_id,
        delayed_scale as scale
    from tickets
    where delayed_scale is not null
    group by deployment_id, delayed_scale

),

numbered as (

    select
        deployment_id,
        scale,
        row_number() over (
            partition by deployment_id
            order by scale
        ) - 1 as scale_number
    from answered_scales

),

final as (

    select
        deployment_id,
        scale,
        cast(1 as bigint) << cast(least(scale_number, 61) as integer) as scale_bit
    from numbered

)

select * from final
