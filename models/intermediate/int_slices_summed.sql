-- One row per deployment, arm, slice, archetype, segment, channel and week in which
-- tickets came: every part of every measure.

with

tickets as (

    select * from {{ ref('int_tickets_summed') }}

),

slices as (

    {{ slice_rows() }}

),

tickets_by_slice as (

    select
        tickets.*,
        slices.slice
    from tickets
    cross join slices

),

final as (

    select
        deployment_id,
        arm,
        slice,
        {{ archetype_in('slice') }} as archetype,
        {{ segment_in('slice') }} as segment,
        {{ channel_in('slice') }} as channel,
        week,
        {{ pooled_sums() }}
    from tickets_by_slice
    group by
        deployment_id,
        arm,
        slice,
        {{ archetype_in('slice') }},
        {{ segment_in('slice') }},
        {{ channel_in('slice') }},
        week

)

select * from final
