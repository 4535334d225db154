-- One row per deployment, panel archetype and week: whether the bot was launched, how
-- many tickets came, the tier that held, and why it was off the deflection list where
-- it was, on the last day of the week. long_tail has no place on the list to lose.

with

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

slices as (

    select * from {{ ref('int_slices_summed') }}

),

archetypes as (

    select * from {{ ref('int_archetypes_in_force') }}

),

removals as (

    select * from {{ ref('int_archetypes_removed') }}

),

removals_by_week as (

    select
        slice_weeks.deployment_id,
        slice_weeks.archetype,
        slice_weeks.week,
        removals.cause,
        row_number() over (
            partition by
                slice_weeks.deployment_id,
                slice_weeks.archetype,
                slice_weeks.week
            order by removals.removed_on, removals.cause
        ) as precedence
    from slice_weeks
    inner join removals
        on
            slice_weeks.deployment_id = removals.deployment_id
            and slice_weeks.archetype = removals.archetype
            and removals.removed_on < slice_weeks.week + interval '7' day
            and (
                removals.restored_on is null
                or removals.restored_on >= slice_weeks.week + interval '7' day
            )
    where slice_weeks.slice = 'archetype'

),

final as (

    select
        slice_weeks.deployment_id,
        slice_weeks.week,
        slice_weeks.archetype,
        slice_weeks.is_after_launch,
        cast(coalesce(slices.deflection_rate_denominator, 0) as bigint)
            as ticket_count,
        archetypes.tier,
        case
            when not archetypes.in_deflection_list
                then 'not listed in the seed archetypes'
            else removals_by_week.cause
        end as off_list_because
    from slice_weeks
    left join slices
        on
            slice_weeks.deployment_id = slices.deployment_id
            and slice_weeks.week = slices.week
            and slice_weeks.slice = slices.slice
            and slice_weeks.archetype = slices.archetype
            and slices.arm = 'bot'
    left join archetypes
        on
            slice_weeks.archetype = archetypes.archetype
            and slice_weeks.week = archetypes.week
    left join removals_by_week
        on
            slice_weeks.deployment_id = removals_by_week.deployment_id
            and slice_weeks.archetype = removals_by_week.archetype
            and slice_weeks.week = removals_by_week.week
            and removals_by_week.precedence = 1
    where slice_weeks.slice = 'archetype'

)

select * from final
