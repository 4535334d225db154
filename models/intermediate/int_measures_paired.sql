-- One row per panel cell, with the counts it is compared with: its baseline, its first
-- baseline where the one in force lies after the launch, and the holdout of its weeks.

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

archetypes as (

    select * from {{ ref('int_archetypes_in_force') }}

),

final as (

    select
        measures.deployment_id,
        measures.week,
        measures.slice,
        measures.archetype,
        measures.segment,
        measures.channel,
        measures.measure,
        measures.unit,
        measures.is_after_launch,
        measures.is_mature,
        measures.is_instrumented,
        measures.numerator,
        measures.denominator,
        measures.squares,
        measures.log_count,
        measures.log_sum,
        measures.log_squares,
        measures.value,
        measures.wow,
        measures.rising_weeks,
        measures.s1,
        measures.n1,
        measures.squares1,
        measures.scales1,
        measures.rolling_weeks,
        measures.weeks_present,
        coalesce(in_force.is_share, false) as is_share,
        in_force.measure is not null as has_baseline,
        baselines.numerator as s0,
        case
            when in_force.measure is not null then coalesce(baselines.denominator, 0)
        end as n0,
        baselines.squares as squares0,
        baselines.log_count as log_count0,
        baselines.log_sum as log_sum0,
        baselines.log_squares as log_squares0,
        baselines.scales as scales0,
        baselines.baseline_source,
        first_baselines.numerator as first_s0,
        first_baselines.denominator as first_n0,
        case when measures.n1 is not null then holdouts.numerator end as holdout_s0,
        case when measures.n1 is not null then holdouts.denominator end as holdout_n0,
        case when measures.n1 is not null then holdouts.squares end as holdout_squares0,
        archetypes.tier,
        archetypes.in_deflection_list,
        case
            when measures.measure = 'deflection_rate' and measures.slice = 'archetype'
                then archetypes.band_low
        end as target_low,
        case
            when measures.measure = 'deflection_rate' and measures.slice = 'archetype'
                then archetypes.band_high
        end as target_high
    from measures
    left join in_force
        on
            measures.deployment_id = in_force.deployment_id
            and measures.archetype = in_force.archetype
            and measures.week = in_force.week
            and measures.measure = in_force.measure
            and measures.is_instrumented
    left join baselines
        on
            in_force.deployment_id = baselines.deployment_id
            and in_force.window_key = baselines.window_key
            and in_force.baseline_measure = baselines.measure
            and measures.slice = baselines.slice
            and measures.archetype = baselines.archetype
            and measures.segment = baselines.segment
            and measures.channel = baselines.channel
    left join first_baselines
        on
            in_force.deployment_id = first_baselines.deployment_id
            and in_force.first_window_key = first_baselines.window_key
            and in_force.baseline_measure = first_baselines.measure
            and measures.slice = first_baselines.slice
            and measures.archetype = first_baselines.archetype
            and measures.segment = first_baselines.segment
            and measures.channel = first_baselines.channel
            and in_force.is_window_after_launch
            and measures.unit = 'points'
    left join holdouts
        on
            measures.deployment_id = holdouts.deployment_id
            and measures.week = holdouts.week
            and measures.slice = holdouts.slice
            and measures.archetype = holdouts.archetype
            and measures.segment = holdouts.segment
            and measures.channel = holdouts.channel
            and in_force.baseline_measure = holdouts.measure
    left join archetypes
        on
            measures.archetype = archetypes.archetype
            and measures.week = archetypes.week

)

select * from final
