-- One row per judged cell and week after launch that no incident decides: its state by
-- this week alone, and its status. A limit that was passed is remembered: the first
-- week without a breach still counts as one, the second clears it. CSAT needs no
-- memory, its table of states is exact.

with

csat as (

    select * from {{ ref('int_csat_judged') }}

),

rules as (

    select * from {{ ref('int_rules_tested') }}

),

cells as (

    select * from {{ ref('int_measures_limited') }}

),

states as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        false as has_memory,
        is_shared_by_holdout,
        state_literal,
        state_evidence
    from csat

    union all

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        true as has_memory,
        is_shared_by_holdout,
        state_literal,
        state_evidence
    from rules

),

final as (

    select
        cells.deployment_id,
        cells.week,
        cells.slice,
        cells.archetype,
        cells.segment,
        cells.measure,
        cells.rule,
        cells.is_mature,
        cells.matured_on,
        states.is_shared_by_holdout,
        states.state_literal,
        states.state_evidence,
        {% for mode in ['literal', 'evidence'] %}
            case
                when not cells.is_instrumented then 'not_instrumented'
                when not cells.is_mature then 'pending'
                when
                    states.has_memory
                    and states.state_{{ mode }} <> 'review'
                    and lag(states.state_{{ mode }}) over weeks = 'review'
                    then 'review'
                else states.state_{{ mode }}
            end as status_{{ mode }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from states
    inner join cells
        on
            states.deployment_id = cells.deployment_id
            and states.week = cells.week
            and states.slice = cells.slice
            and states.archetype = cells.archetype
            and states.segment = cells.segment
            and states.measure = cells.measure
    window
        weeks as (
            partition by
                cells.deployment_id,
                cells.slice,
                cells.archetype,
                cells.segment,
                cells.measure
            order by cells.week
        )

)

select * from final
