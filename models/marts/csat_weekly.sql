-- One row per deployment, week, slice, archetype, segment, channel and latency:
-- satisfaction asked at once, asked two days later, and scored by a model.

with

panel as (

    select * from {{ ref('panel_weekly') }}

),

scores as (

    select * from {{ ref('int_scores_summed') }}

),

thresholds as (

    select * from {{ ref('int_thresholds_in_force') }}

),

cells as (

    select
        *,
        cast(round(cast(baseline * baseline_n as double) / 100) as bigint)
            as baseline_satisfied,
        replace(
            replace(measure, '_response_rate', ''), '_csat', ''
        ) as latency,
        measure like '%_response_rate' as is_response
    from panel
    where
        measure in (
            'resolution_csat', 'resolution_response_rate',
            'delayed_csat', 'delayed_response_rate',
            'model_csat'
        )

),

responses as (

    select * from cells
    where is_response

),

final as (

    select
        cells.deployment_id,
        cells.week,
        cells.slice,
        cells.archetype,
        cells.segment,
        cells.channel,
        cells.latency,
        cast(responses.denominator as bigint) as sent_count,
        cast(cells.denominator as bigint) as answered_count,
        case
            when cells.latency <> 'model' then cast(cells.numerator as bigint)
        end as satisfied_count,
        responses.value as response_rate,
        cells.value as csat,
        cells.rolling as csat_rolling,
        cells.rolling_weeks,
        cells.baseline as csat_baseline,
        cells.baseline_n,
        cells.baseline_source,
        cells.delta,
        cells.delta_low,
        cells.delta_high,
        cells.min_detectable,
        case
            when cells.latency <> 'model' then {{ answers_needed(
                'thresholds.review_at', 'cells.baseline_satisfied', 'cells.baseline_n'
            ) }}
        end as answers_needed_for_review,
        case
            when cells.latency <> 'model' then {{ answers_needed(
                'thresholds.rollback_at', 'cells.baseline_satisfied', 'cells.baseline_n'
            ) }}
        end as answers_needed_for_rollback,
        cells.delta_pre_deployment,
        cast(scores.score_sum as double) / nullif(scores.score_count, 0) as csat_mean,
        cells.is_mature,
        cells.status
    from cells
    left join responses
        on
            cells.deployment_id = responses.deployment_id
            and cells.week = responses.week
            and cells.slice = responses.slice
            and cells.archetype = responses.archetype
            and cells.segment = responses.segment
            and cells.channel = responses.channel
            and cells.latency = responses.latency
    left join scores
        on
            cells.deployment_id = scores.deployment_id
            and cells.week = scores.week
            and cells.slice = scores.slice
            and cells.archetype = scores.archetype
            and cells.segment = scores.segment
            and cells.channel = scores.channel
            and cells.latency = scores.latency
    left join thresholds
        on
            cells.archetype = thresholds.archetype
            and cells.week = thresholds.week
            and cells.measure = thresholds.measure
    where not cells.is_response

)

select * from final
order by deployment_id, week, slice, archetype, segment, channel, latency
