-- One row per deployment, archetype, week and measure that has a baseline: the window
-- in force, and the first one where that lies after the launch.
-- The most specific valid row wins, then the latest valid_from. 'all' archetypes follow
-- only rows that name none.

with

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

baselines as (

    select * from {{ ref('baselines') }}

),

measures as (
    {{ baseline_measure_rows() }}

),

archetype_weeks as (

    select
        deployment_id,
        archetype,
        week,
        launched_on
    from slice_weeks
    group by deployment_id, archetype, week, launched_on

),

candidates as (

    select
        archetype_weeks.deployment_id,
        archetype_weeks.archetype,
        archetype_weeks.week,
        archetype_weeks.launched_on,
        measures.measure,
        measures.baseline_measure,
        measures.is_share,
        baselines.window_start,
        baselines.window_end,
        coalesce(baselines.valid_from, date '0001-01-01') as valid_from,
        case when baselines.measure is not null then 2 else 0 end
        + case when baselines.archetype is not null then 1 else 0 end as specificity
    from archetype_weeks
    cross join measures
    left join baselines
        on
            archetype_weeks.deployment_id = baselines.deployment_id
            and coalesce(baselines.archetype, archetype_weeks.archetype)
            = archetype_weeks.archetype
            and coalesce(baselines.measure, measures.measure) in (
                measures.measure, measures.baseline_measure
            )
            and coalesce(baselines.valid_from, archetype_weeks.week)
            <= archetype_weeks.week

),

ranked as (

    select
        *,
        row_number() over (
            partition by deployment_id, archetype, week, measure
            order by
                specificity desc,
                valid_from desc,
                window_start desc,
                window_end desc
        ) as choice,
        row_number() over (
            partition by deployment_id, archetype, week, measure
            order by
                case when window_end <= launched_on then 0 else 1 end asc,
                specificity desc,
                window_start asc,
                window_end asc
        ) as first_choice
    from candidates

),

final as (

    select
        deployment_id,
        archetype,
        week,
        measure,
        baseline_measure,
        is_share,
        max(case
            when choice = 1
                then coalesce({{ window_key('window_start', 'window_end') }}, 'none')
        end) as window_key,
        max(case
            when first_choice = 1 and window_end <= launched_on
                then {{ window_key('window_start', 'window_end') }}
        end) as first_window_key,
        bool_or(choice = 1 and coalesce(window_end > launched_on, false))
            as is_window_after_launch
    from ranked
    group by deployment_id, archetype, week, measure, baseline_measure, is_share

)

select * from final
