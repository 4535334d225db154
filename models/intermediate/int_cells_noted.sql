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

losses as (

    select * from cells
    where rule = 'context_loss'

),

repeats as (

    select
        cells.deployment_id,
        cells.archetype,
        cells.rule,
        'context loss, as agents flag it, is '
        || {{ one_decimal('losses.rolling') }} || ' %: more than '
        || {{ one_decimal('cells.watch_at') }} || ' points away' as note
    from cells
    inner join losses
        on
            cells.deployment_id = losses.deployment_id
            and cells.archetype = losses.archetype
    where
        cells.rule = 'repeat_state'
        and round(abs(cells.rolling - losses.rolling), 9) > cells.watch_at

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

held as (

    select
        policies.deployment_id,
        policies.archetype,
        policies.rule,
        cells.n1,
        cells.s1,
        {{ zero_count_guess('cells.n1', 'cells.s1') }} as missed_guess
    from policies
    inner join cells
        on
            policies.deployment_id = cells.deployment_id
            and policies.archetype = cells.archetype
            and cells.rule = 'qa_coverage'
    where policies.status = 'held' and cells.n1 > 0

),

clean as (

    select
        deployment_id,
        archetype,
        rule,
        'none found in ' || cast(s1 as varchar) || ' of '
        || cast(n1 as varchar) || ' conversations: up to '
        || cast({{ zero_count_bound('n1', 's1', 'missed_guess') }} as varchar)
        || ' could exist' as note
    from held

),

final as (

    select * from repeats
    union all
    select * from samples
    union all
    select * from clean

)

select * from final
