-- One row per panel cell (deployment, week, slice, archetype, segment, channel,
-- measure): what was counted in that week alone, 0 where nothing came.
-- A view, as it is read once.

{{ config(materialized='view') }}

with

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

slices as (

    select * from {{ ref('int_slices_summed') }}

),

slices_by_week as (

    select
        slices.*,
        slice_weeks.deployment_id as cell_deployment_id,
        slice_weeks.week as cell_week,
        slice_weeks.slice as cell_slice,
        slice_weeks.archetype as cell_archetype,
        slice_weeks.segment as cell_segment,
        slice_weeks.channel as cell_channel,
        slice_weeks.slice_number,
        slice_weeks.is_after_launch
    from slice_weeks
    left join slices
        on
            slice_weeks.deployment_id = slices.deployment_id
            and slice_weeks.week = slices.week
            and slice_weeks.slice = slices.slice
            and slice_weeks.archetype = slices.archetype
            and slice_weeks.segment = slices.segment
            and slice_weeks.channel = slices.channel
            and slices.arm = 'bot'

),

final as (
    {{ measure_rows(
        'slices_by_week',
        measure_formulas(),
        keys=[
            'cell_deployment_id as deployment_id',
            'cell_week as week',
            'cell_slice as slice',
            'cell_archetype as archetype',
            'cell_segment as segment',
            'cell_channel as channel',
            'slice_number',
            'is_after_launch',
        ]
    ) }}

)

select * from final
