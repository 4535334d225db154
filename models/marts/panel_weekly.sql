-- One row per deployment, week, slice, archetype, segment, channel and measure: a cell
-- of the panel. Several rules may judge one cell: the worst of them is its status.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

),

judged as (

    select * from {{ ref('int_measures_judged') }}

),

rules_ranked as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        status,
        row_number() over (
            partition by deployment_id, week, slice, archetype, segment, measure
            order by {{ severity_rank('status') }} desc, rule asc
        ) as severity_place
    from judged

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
        cast(measures.numerator as double) as numerator,
        cast(measures.denominator as double) as denominator,
        measures.value,
        measures.rolling,
        measures.rolling_weeks,
        measures.baseline,
        measures.baseline_n,
        measures.baseline_source,
        measures.delta,
        measures.delta_low,
        measures.delta_high,
        measures.min_detectable,
        measures.delta_pre_deployment,
        measures.wow,
        measures.rising_weeks,
        measures.target_low,
        measures.target_high,
        measures.is_mature,
        case
            when not measures.is_instrumented then 'not_instrumented'
            when not measures.is_after_launch then 'baseline'
            when rules_ranked.status is not null then rules_ranked.status
            when not measures.is_mature then 'pending'
            else 'unjudged'
        end as status
    from measures
    left join rules_ranked
        on
            measures.deployment_id = rules_ranked.deployment_id
            and measures.week = rules_ranked.week
            and measures.slice = rules_ranked.slice
            and measures.archetype = rules_ranked.archetype
            and measures.segment = rules_ranked.segment
            and measures.measure = rules_ranked.measure
            and rules_ranked.severity_place = 1

)

select * from final
order by deployment_id, week, slice, archetype, segment, channel, measure
