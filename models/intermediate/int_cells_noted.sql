-- One row per deployment, archetype and rule that has something to remark, which
-- changes no status: repeats that stand apart from context loss, more QA than is asked
-- for, and how many incidents a clean sample could have missed.

with

cells as (

    select * from {{ ref('int_cells_latest') }}

),

policies as (

    select * from {{ ref('int_policies_judged') }}

),

repeats as (

    select
        repeats.deployment_id,
        repeats.archetype,
        repeats.rule,
        'context loss, as agents flag it, is '
        || {{ one_decimal('losses.rolling') }} || ' %: more than '
        || {{ one_decimal('repeats.watch_at') }} || ' points away' as note
    from cells as repeats
    inner join cells as losses
        on
            repeats.deployment_id = losses.deployment_id
            and repeats.archetype = losses.archetype
    where
        repeats.rule = 'repeat_state'
        and losses.rule = 'context_loss'
        and round(abs(repeats.rolling - losses.rolling), 9) > repeats.watch_at

),

samples as (

    select
        deployment_id,
        archetype,
        rule,
        'QA reads more than ' || {{ one_decimal('watch_at') }} || ' %' as note
    from cells
    where rule = 'qa_coverage' and round(value, 9) > watch_at

),

clean as (

    select
        policies.deployment_id,
        policies.archetype,
        policies.rule,
        'none found in ' || cast(cells.s1 as varchar) || ' of '
        || cast(cells.n1 as varchar) || ' conversations: up to '
        || cast({{ zero_count_bound('cells.n1', 'cells.s1') }} as varchar)
        || ' could exist' as note
    from policies
    inner join cells
        on
            policies.deployment_id = cells.deployment_id
            and policies.archetype = cells.archetype
            and cells.rule = 'qa_coverage'
    where policies.status = 'held' and cells.n1 > 0

),

final as (

    select * from repeats
    union all
    select * from samples
    union all
    select * from clean

)

select * from final
