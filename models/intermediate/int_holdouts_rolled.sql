-- One row per deployment, week, slice, archetype, segment, channel and baseline
-- measure: the holdout tickets of the four weeks that end here, pooled as the panel
-- pools its own.

with

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

holdouts as (

    select * from {{ ref('int_holdout_counts') }}

),

final as (

    select
        slice_weeks.deployment_id,
        slice_weeks.week,
        slice_weeks.slice,
        slice_weeks.archetype,
        slice_weeks.segment,
        slice_weeks.channel,
        slice_weeks.slice_number,
        holdouts.measure,
        cast(sum(holdouts.numerator) as decimal(38, 6)) as numerator,
        cast(sum(holdouts.denominator) as bigint) as denominator,
        cast(sum(holdouts.squares) as decimal(38, 6)) as squares
    from slice_weeks
    inner join holdouts
        on
            slice_weeks.deployment_id = holdouts.deployment_id
            and slice_weeks.slice = holdouts.slice
            and slice_weeks.archetype = holdouts.archetype
            and slice_weeks.segment = holdouts.segment
            and slice_weeks.channel = holdouts.channel
    where
        slice_weeks.is_after_launch
        and holdouts.week >= slice_weeks.launched_on
        and holdouts.week > slice_weeks.week - interval '28' day
        and holdouts.week <= slice_weeks.week
    group by
        slice_weeks.deployment_id,
        slice_weeks.week,
        slice_weeks.slice,
        slice_weeks.archetype,
        slice_weeks.segment,
        slice_weeks.channel,
        slice_weeks.slice_number,
        holdouts.measure

)

select * from final
