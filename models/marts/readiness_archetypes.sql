-- One row per deployment, panel archetype and asked satisfaction: how small a drop it
-- can see, and how long until a verdict can be proven at today's answer rate.

with

proofs as (

    select * from {{ ref('int_proofs_sized') }}

),

hindered as (

    select
        *,
        case when n0 >= 100 then 30 end as answers_to_hold,
        case
            when not is_instrumented then 'not_instrumented'
            when n0 = 0 then 'no_baseline'
            when n0 < 100 or answers_to_protect is null then 'small_baseline'
            when answered_count = 0 then 'no_answers'
            when round(4 * answers_per_week, 9) < answers_to_protect then 'few_answers'
        end as obstacle
    from proofs

),

final as (

    select
        deployment_id,
        archetype,
        measure,
        week,
        launched_week_count,
        answered_count,
        answers_per_week,
        window_start,
        window_end,
        baseline_source,
        n0 as baseline_n,
        100 * {{ min_detectable_drop('n1', 's0', 'n0') }} as smallest_drop_now,
        100 * {{ min_detectable_drop('answers_per_week * 13', 's0', 'n0') }}
            as smallest_drop_in_13_weeks,
        rollback_at,
        cast(ceil(cast(answers_to_protect as double) / 4) as bigint)
            as answers_needed_per_week,
        cast({{ weeks_of_answers('answers_to_hold', 'answers_per_week') }} as bigint)
            as weeks_to_hold,
        cast({{ weeks_of_answers('answers_to_protect', 'answers_per_week') }} as bigint)
            as weeks_to_protect,
        cast(case
            when launched_week_count < 4 then 4 - launched_week_count else 0
        end as bigint) as weeks_left,
        obstacle
    from hindered

)

select * from final
order by deployment_id, archetype, measure
