-- One row per deployment, panel archetype and asked satisfaction: the drop that
-- protection excludes, and how many answers that takes, at least the gate's thirty.

with

answers as (

    select * from {{ ref('int_answers_expected') }}

),

thresholds as (

    select * from {{ ref('limits_in_force') }}

),

limited as (

    select
        answers.*,
        thresholds.rollback_at,
        row_number() over (
            partition by answers.deployment_id, answers.archetype, answers.measure
            order by
                case thresholds.scope_type
                    when 'archetype' then 1
                    when 'tier' then 2
                    else 3
                end
        ) as precedence
    from answers
    left join thresholds
        on
            answers.measure = thresholds.measure
            and case thresholds.scope_type
                when 'archetype' then answers.archetype = thresholds.scope
                when 'tier' then cast(answers.tier as varchar) = thresholds.scope
                else thresholds.scope_type = 'all'
            end

),

sized as (

    select
        *,
        cast(answered_count as double) / nullif(week_count, 0) as answers_per_week,
        {{ answers_to_exclude('rollback_at', 's0', 'n0') }} as answers_to_exclude
    from limited
    where precedence = 1

),

final as (

    select
        deployment_id,
        archetype,
        measure,
        week,
        is_instrumented,
        launched_week_count,
        answered_count,
        answers_per_week,
        window_start,
        window_end,
        baseline_source,
        s0,
        n0,
        n1,
        rollback_at,
        case
            when answers_to_exclude > 30 then answers_to_exclude
            when answers_to_exclude is not null then 30
        end as answers_to_protect
    from sized

)

select * from final
