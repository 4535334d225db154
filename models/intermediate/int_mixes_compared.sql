-- One row per deployment, week after its launch, measure, archetype and segment: what
-- was counted now and what it is compared with. CSAT: the four weeks pooled against the
-- baseline window; deflection: the week against the four weeks before it. The blend is
-- of all archetypes, also of those whose own launch is still to come.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

),

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

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
        measures.*,
        sum(measures.numerator) over four_weeks as numerator_pooled,
        sum(measures.denominator) over four_weeks as denominator_pooled,
        sum(measures.numerator) over four_weeks_before as numerator_before,
        sum(measures.denominator) over four_weeks_before as denominator_before
    from measures
    inner join slice_weeks
        on
            measures.deployment_id = slice_weeks.deployment_id
            and measures.week = slice_weeks.week
            and slice_weeks.slice = 'all'
            and slice_weeks.is_after_launch
    where
        measures.slice = 'archetype_segment'
        and measures.measure in ('resolution_csat', 'deflection_rate')
    window
        four_weeks as (
            partition by
                measures.deployment_id,
                measures.archetype,
                measures.segment,
                measures.measure
            order by measures.week
            rows between 3 preceding and current row
        ),
        four_weeks_before as (
            partition by
                measures.deployment_id,
                measures.archetype,
                measures.segment,
                measures.measure
            order by measures.week
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
            when not cells.is_mature then null
            when cells.measure = 'resolution_csat' then cells.numerator_pooled
            else cells.numerator
        end as bigint) as s1,
        cast(case
            when not cells.is_mature then null
            when cells.measure = 'resolution_csat' then cells.denominator_pooled
            else cells.denominator
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

)

select * from final
