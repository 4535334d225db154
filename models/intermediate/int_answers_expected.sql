-- One row per deployment, panel archetype and asked satisfaction (resolution, delayed),
-- as of its latest mature week: the answers of four weeks and the baseline in force.
-- Before the launch the last four weeks tell how many will answer.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

),

baselines as (

    select * from {{ ref('int_baselines_in_force') }}

),

windows as (

    select * from {{ ref('int_baseline_windows') }}

),

weeks as (

    select
        *,
        sum(case when is_mature then coalesce(denominator, 0) end) over four_weeks
            as answered_count,
        count(case when is_mature then 1 end) over four_weeks as week_count,
        count(case when is_mature and is_after_launch then 1 end) over (
            partition by deployment_id, archetype, measure
        ) as launched_week_count,
        row_number() over (
            partition by deployment_id, archetype, measure
            order by is_mature desc, week desc
        ) as recency
    from measures
    where slice = 'archetype' and measure in ('resolution_csat', 'delayed_csat')
    window
        four_weeks as (
            partition by deployment_id, archetype, measure
            order by week
            rows between 3 preceding and current row
        )

),

final as (

    select
        weeks.deployment_id,
        weeks.archetype,
        weeks.measure,
        weeks.week,
        weeks.tier,
        weeks.is_instrumented,
        weeks.launched_week_count,
        cast(coalesce(weeks.answered_count, 0) as bigint) as answered_count,
        weeks.week_count,
        coalesce(weeks.s0, 0) as s0,
        coalesce(weeks.n0, 0) as n0,
        weeks.baseline_source,
        windows.window_start,
        windows.window_end,
        cast(case
            when weeks.launched_week_count > 0 then coalesce(weeks.n1, 0)
            else coalesce(weeks.answered_count, 0)
        end as bigint) as n1
    from weeks
    left join baselines
        on
            weeks.deployment_id = baselines.deployment_id
            and weeks.archetype = baselines.archetype
            and weeks.week = baselines.week
            and weeks.measure = baselines.measure
    left join windows
        on
            baselines.deployment_id = windows.deployment_id
            and baselines.window_key = windows.window_key
    where weeks.recency = 1

)

select * from final
