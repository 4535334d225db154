-- One row per deployment, week after launch, measure, archetype and segment: what was
-- counted now and what it is compared with. CSAT: the four weeks pooled against the
-- baseline window; deflection: the week against the four weeks before it.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

),

windows as (

    select * from {{ ref('int_window_measures') }}

),

baselines as (

    select *
    from {{ ref('int_baselines_in_force') }}
    where archetype = 'all' and measure = 'resolution_csat'

),

cells as (

    select
        *,
        sum(case when is_after_launch then numerator end) over four_weeks_before
            as numerator_before,
        sum(case when is_after_launch then denominator end) over four_weeks_before
            as denominator_before
    from measures
    where
        slice = 'archetype_segment'
        and measure in ('resolution_csat', 'deflection_rate')
    window
        four_weeks_before as (
            partition by deployment_id, archetype, segment, measure
            order by week
            rows between 4 preceding and 1 preceding
        )

),

final as (

    select
        cells.deployment_id,
        cells.week,
        cells.measure,
        cells.archetype,
        cells.segment,
        cast(case
            when cells.measure = 'resolution_csat' then cells.s1
            when cells.is_mature then cells.numerator
        end as bigint) as s1,
        cast(case
            when cells.measure = 'resolution_csat' then cells.n1
            when cells.is_mature then cells.denominator
        end as bigint) as n1,
        cast(case
            when cells.measure = 'resolution_csat' then windows.numerator
            else cells.numerator_before
        end as bigint) as s0,
        cast(case
            when cells.measure = 'resolution_csat' then windows.denominator
            else cells.denominator_before
        end as bigint) as n0
    from cells
    left join baselines
        on
            cells.deployment_id = baselines.deployment_id
            and cells.week = baselines.week
            and cells.measure = baselines.measure
    left join windows
        on
            cells.deployment_id = windows.deployment_id
            and baselines.window_key = windows.window_key
            and cells.slice = windows.slice
            and cells.archetype = windows.archetype
            and cells.segment = windows.segment
            and cells.measure = windows.measure
    where cells.is_after_launch

)

select * from final
