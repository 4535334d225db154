-- One row per panel archetype, week, rule and measure: the limits in force, from the
-- most specific row of the seed. A rule without one has null limits, which no verdict
-- passes.

with

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

archetypes as (

    select * from {{ ref('int_archetypes_in_force') }}

),

rules as (

    select * from {{ ref('int_gate_rules') }}

),

thresholds as (

    select * from {{ ref('thresholds') }}

),

archetype_weeks as (

    select
        archetype,
        week
    from slice_weeks
    where slice in ('archetype', 'segment') and is_after_launch
    group by archetype, week

),

ranked as (

    select
        archetype_weeks.archetype,
        archetype_weeks.week,
        rules.rule,
        rules.measure,
        rules.is_by_segment,
        thresholds.watch_at,
        thresholds.review_at,
        thresholds.rollback_at,
        thresholds.review_action,
        thresholds.rollback_action,
        coalesce(thresholds.fails_ci, true) as fails_ci,
        row_number() over (
            partition by
                archetype_weeks.archetype,
                archetype_weeks.week,
                rules.rule,
                rules.measure
            order by
                case thresholds.scope_type
                    when 'archetype' then 1
                    when 'tier' then 2
                    else 3
                end,
                thresholds.valid_from desc nulls last
        ) as precedence
    from archetype_weeks
    cross join rules
    left join archetypes
        on
            archetype_weeks.archetype = archetypes.archetype
            and archetype_weeks.week = archetypes.week
    left join thresholds
        on
            rules.rule = thresholds.rule
            and rules.measure = thresholds.measure
            and archetype_weeks.week
            >= coalesce(thresholds.valid_from, archetype_weeks.week)
            and case thresholds.scope_type
                when 'archetype' then archetype_weeks.archetype = thresholds.scope
                when 'tier' then cast(archetypes.tier as varchar) = thresholds.scope
                else thresholds.scope_type = 'all'
            end

),

final as (

    select
        archetype,
        week,
        rule,
        measure,
        is_by_segment,
        watch_at,
        review_at,
        rollback_at,
        review_action,
        rollback_action,
        fails_ci
    from ranked
    where precedence = 1

)

select * from final
