-- One row per panel cell whose measure has a baseline: the counts it is compared with.
-- Its baseline, its first one where the one in force lies after the launch, and the
-- holdout of the same four weeks.

with

measures as (

    select * from {{ ref('int_measures_rolled') }}

),

in_force as (

    select * from {{ ref('int_baselines_in_force') }}

),

baselines as (

    select * from {{ ref('int_measure_baselines') }}

),

first_baselines as (

    select * from {{ ref('int_measure_baselines') }}

),

holdouts as (

    select * from {{ ref('int_holdouts_rolled') }}

),

final as (

    select
        measures.slice_number,
        measures.week,
        measures.measure,
        in_force.is_share,
        baselines.baseline_source,
        baselines.numerator as s0,
        coalesce(baselines.denominator, 0) as n0,
        baselines.squares as squares0,
        baselines.log_count as log_count0,
        baselines.log_sum as log_sum0,
        baselines.log_squares as log_squares0,
        baselines.scales as scales0,
        first_baselines.numerator as first_s0,
        first_baselines.denominator as first_n0,
        coalesce(measures.n1, 0) = 0
        or coalesce(first_baselines.scales, 0) in (0, coalesce(measures.scales1, 0))
            as is_first_comparable,
        case when measures.n1 is not null then holdouts.numerator end as holdout_s0,
        case when measures.n1 is not null then holdouts.denominator end as holdout_n0,
        case when measures.n1 is not null then holdouts.squares end as holdout_squares0
    from measures
    inner join in_force
        on
            measures.deployment_id = in_force.deployment_id
            and measures.archetype = in_force.archetype
            and measures.week = in_force.week
            and measures.measure = in_force.measure
    left join baselines
        on
            in_force.window_key = baselines.window_key
            and in_force.baseline_measure = baselines.measure
            and measures.slice_number = baselines.slice_number
    left join first_baselines
        on
            in_force.first_window_key = first_baselines.window_key
            and in_force.baseline_measure = first_baselines.measure
            and measures.slice_number = first_baselines.slice_number
            and in_force.is_window_after_launch
            and measures.unit = 'points'
    left join holdouts
        on
            measures.week = holdouts.week
            and in_force.baseline_measure = holdouts.measure
            and measures.slice_number = holdouts.slice_number
    where measures.is_instrumented

)

select * from final
