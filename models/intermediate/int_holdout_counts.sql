-- One row per deployment, week, slice, archetype, segment, channel and baseline measure
-- in which holdout tickets came: the same formulas over the tickets kept from the bot.

with

slices as (

    select * from {{ ref('int_slices_summed') }}

),

holdout as (

    select *
    from slices
    where arm = 'holdout'

),

final as (
    {{ measure_rows(
        'holdout',
        baseline_formulas(),
        keys=[
            'deployment_id', 'week', 'slice', 'archetype', 'segment', 'channel',
        ]
    ) }}

)

select * from final
