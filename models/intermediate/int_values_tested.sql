-- One row per cell of a rule that is taken at its word: no chance is discounted. The
-- week's value for QA coverage, refunds and the band, the four weeks for survey
-- coverage and the model's score. Without a band, or a tier, there is nothing to be
-- outside of.

with

cells as (

    select * from {{ ref('int_measures_limited') }}

),

tested as (

    select * from cells
    where
        rule in (
            'qa_coverage', 'refund_accuracy', 'refund_leakage', 'survey_coverage',
            'model_csat'
        )
        or (
            rule = 'deflection_band'
            and tier is not null
            and target_low is not null
            and target_high is not null
        )

),

final as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        rule,
        case
            when rule = 'refund_leakage' then numerator is not null
            when rule in ('model_csat', 'survey_coverage') then n1 > 0
            else denominator > 0
        end as is_counted,
        case
            when rule = 'model_csat' then watch_at < 0 and watch_at >= -100
            when rule = 'deflection_band' then watch_at >= 0 and watch_at < 100
            when rule = 'refund_leakage' then review_at >= 0
            else review_at > 0 and review_at <= 100
        end as has_limit,
        case
            when rule in ('qa_coverage', 'refund_accuracy')
                then {{ is_below('numerator', 'denominator', 'review_at') }}
            when rule = 'refund_leakage' then numerator > review_at
            when rule = 'survey_coverage'
                then
                    denominator > 0 and numerator = 0
                    or coalesce(n0 > 0, false)
                    and 100 * {{ exact('s1') }} * {{ exact('n0') }}
                    < review_at * {{ exact('s0') }} * {{ exact('n1') }}
            when rule = 'model_csat' then round(delta, 9) <= watch_at
            when tier = 3 then round(value, 9) > target_high + watch_at
            else round(value, 9) < target_low - watch_at
        end as is_breach,
        true as is_confirmed,
        true as is_enough,
        is_instrumented and (rule <> 'model_csat' or n0 > 0) as is_instrumented,
        case
            when rule in ('model_csat', 'deflection_band') then 'watch'
            else 'review'
        end as worst_status
    from tested

)

select * from final
