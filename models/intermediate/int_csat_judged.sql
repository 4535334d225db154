-- One row per CSAT cell after launch: its state to the letter and by the evidence.
-- After a re-baselining a first window on the same scales is judged as well, and the
-- worse slip stands; a handoff never goes beyond review; a slip that the holdout shares
-- is watched, by the evidence.

with

cells as (

    select * from {{ ref('int_measures_limited') }}

),

holdouts as (

    select * from {{ ref('int_holdouts_compared') }}

),

csat_cells as (

    select
        cells.*,
        coalesce(holdouts.is_shared_by_holdout, false) as is_shared_by_holdout
    from cells
    left join holdouts
        on
            cells.deployment_id = holdouts.deployment_id
            and cells.week = holdouts.week
            and cells.slice = holdouts.slice
            and cells.archetype = holdouts.archetype
            and cells.segment = holdouts.segment
            and cells.measure = holdouts.measure
    where cells.rule like 'csat_slip_%' or cells.rule = 'handoff_csat'

),

tested as (

    select
        *,
        {{ is_drop_confirmed('s1', 'n1', 's0', 'n0') }} as is_confirmed,
        {{ is_drop_excluded('s1', 'n1', 's0', 'n0', 'rollback_at') }} as is_excluded,
        {{ is_drop_confirmed('s1', 'n1', 'first_s0', 'first_n0') }}
            as is_first_confirmed,
        {{ is_drop_excluded('s1', 'n1', 'first_s0', 'first_n0', 'rollback_at') }}
            as is_first_excluded
    from csat_cells

),

judged as (

    select
        *,
        {% for mode in ['literal', 'evidence'] %}
            {{ gate_state(
                's1', 'n1', 's0', 'n0', 'weeks_present', 'is_instrumented',
                'is_comparable', 'review_at', 'rollback_at', "'" ~ mode ~ "'",
                'is_confirmed', 'is_excluded'
            ) }} as current_{{ mode }},
            {{ gate_state(
                's1', 'n1', 'first_s0', 'first_n0', 'weeks_present', 'is_instrumented',
                'is_first_comparable', 'review_at', 'rollback_at', "'" ~ mode ~ "'",
                'is_first_confirmed', 'is_first_excluded'
            ) }} as first_{{ mode }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from tested

),

worst as (

    select
        *,
        {% for mode in ['literal', 'evidence'] %}
            case
                when
                    rule <> 'handoff_csat'
                    and 'rollback' in (current_{{ mode }}, first_{{ mode }})
                    then 'rollback'
                when
                    current_{{ mode }} in ('rollback', 'review')
                    or first_{{ mode }} in ('rollback', 'review')
                    then 'review'
                when first_{{ mode }} = 'watch' then 'watch'
                else current_{{ mode }}
            end as state_{{ mode }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from judged

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
        is_mature,
        matured_on,
        is_first_comparable,
        is_shared_by_holdout,
        state_literal,
        case
            when is_shared_by_holdout and state_evidence in ('review', 'rollback')
                then 'watch'
            else state_evidence
        end as state_evidence
    from worst

)

select * from final
