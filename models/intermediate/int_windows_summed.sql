-- One row per deployment, baseline window, slice, archetype, segment and channel: every
-- part of every measure over the counted tickets opened in the window.

with

tickets as (

    select * from {{ ref('int_tickets_summed') }}

),

windows as (

    select * from {{ ref('int_baseline_windows') }}

),

slices as (

    {{ slice_rows() }}

),

tickets_by_window as (

    select
        tickets.*,
        windows.window_key,
        slices.slice
    from tickets
    inner join windows
        on
            tickets.deployment_id = windows.deployment_id
            and tickets.opened_on >= windows.window_start
            and tickets.opened_on < windows.window_end
    cross join slices
    where tickets.arm = 'bot'

),

final as (

    select
        deployment_id,
        window_key,
        slice,
        {{ archetype_in('slice') }} as archetype,
        {{ segment_in('slice') }} as segment,
        {{ channel_in('slice') }} as channel,
        {{ pooled_sums() }}
    from tickets_by_window
    group by
        deployment_id,
        window_key,
        slice,
        {{ archetype_in('slice') }},
        {{ segment_in('slice') }},
        {{ channel_in('slice') }}

)

select * from final
