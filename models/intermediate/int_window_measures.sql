-- One row per deployment, baseline window, slice, archetype, segment, channel and
-- baseline measure: what the window holds for a slice of the panel, 0 where nothing.

with

windows as (

    select * from {{ ref('int_baseline_windows') }}

),

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

sums as (

    select * from {{ ref('int_windows_summed') }}

),

slices as (

    select
        slice_number,
        deployment_id,
        slice,
        archetype,
        segment,
        channel
    from slice_weeks
    group by slice_number, deployment_id, slice, archetype, segment, channel

),

slices_by_window as (

    select
        sums.*,
        windows.window_key as cell_window_key,
        slices.slice_number,
        slices.deployment_id as cell_deployment_id,
        slices.slice as cell_slice,
        slices.archetype as cell_archetype,
        slices.segment as cell_segment,
        slices.channel as cell_channel
    from slices
    inner join windows on slices.deployment_id = windows.deployment_id
    left join sums
        on
            slices.deployment_id = sums.deployment_id
            and windows.window_key = sums.window_key
            and slices.slice = sums.slice
            and slices.archetype = sums.archetype
            and slices.segment = sums.segment
            and slices.channel = sums.channel

),

final as (
    {{ measure_rows(
        'slices_by_window',
        baseline_formulas(),
        keys=[
            'cell_deployment_id as deployment_id',
            'cell_window_key as window_key',
            'slice_number',
            'cell_slice as slice',
            'cell_archetype as archetype',
            'cell_segment as segment',
            'cell_channel as channel',
        ]
    ) }}

)

select * from final
