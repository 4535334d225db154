-- One row per cell of a rule over a share of tickets: is the limit passed, and is that
-- more than chance? Percent of the four weeks for losses, repeats, refusals and loops;
-- points over the baseline for repeat contact. An archetype that was off the list in
-- those weeks is refused on purpose: not judged.

with

cells as (

    select * from {{ ref('int_measures_limited') }}

),

loops as (

    select * from {{ ref('int_loops_found') }}

),

removals as (

    select * from {{ ref('int_archetypes_removed') }}

),

weeks_off_list as (

    select distinct
        cells.deployment_id,
        cells.archetype,
        cells.week
    from cells
    inner join removals
        on
            cells.deployment_id = removals.deployment_id
            and cells.archetype = removals.archetype
            and removals.removed_on < cells.week + interval '7' day
            and coalesce(removals.restored_on > cells.week - interval '21' day, true)
    where cells.rule = 'silent_refusal'

),

tested as (

    select
        cells.*,
        coalesce(loops.is_looping, false) as is_looping,
        coalesce(loops.is_looping_confirmed, false) as is_looping_confirmed
    from cells
    left join loops
        on
            cells.deployment_id = loops.deployment_id
            and cells.archetype = loops.archetype
            and cells.week = loops.week
    left join weeks_off_list
        on
            cells.deployment_id = weeks_off_list.deployment_id
            and cells.archetype = weeks_off_list.archetype
            and cells.week = weeks_off_list.week
    where
        cells.rule in ('context_loss', 'repeat_state', 'doom_loop')
        or cells.rule like 'repeat_contact_%'
        or (
            cells.rule = 'silent_refusal'
            and cells.in_deflection_list
            and weeks_off_list.week is null
        )

),

final as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        rule,
        n1 > 0 as is_counted,
        review_at >= 0 and review_at < 100
        and (rule <> 'silent_refusal' or review_at > 0) as has_limit,
        case
            when rule = 'silent_refusal' then {{ is_below('s1', 'n1', 'review_at') }}
            when rule = 'doom_loop'
                then {{ is_above('s1', 'n1', 'review_at') }} or is_looping
            when rule in ('context_loss', 'repeat_state')
                then {{ is_above('s1', 'n1', 'review_at') }}
            else {{ is_rise('s1', 'n1', 's0', 'n0', 'review_at') }}
        end as is_breach,
        case
            when rule = 'silent_refusal'
                then {{ is_below_confirmed('s1', 'n1', 'review_at') }}
            when rule = 'doom_loop'
                then
                    {{ is_above_confirmed('s1', 'n1', 'review_at') }}
                    or is_looping_confirmed
            when rule in ('context_loss', 'repeat_state')
                then {{ is_above_confirmed('s1', 'n1', 'review_at') }}
            else {{ is_rise_confirmed('s1', 'n1', 's0', 'n0') }}
        end as is_confirmed,
        n1 >= 30 as is_enough,
        is_instrumented and (rule not like 'repeat_contact_%' or n0 > 0)
            as is_instrumented,
        'review' as worst_status
    from tested

)

select * from final
