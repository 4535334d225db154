-- One row per rule, measure and scope: the thresholds in force at as_of.

with

thresholds as (

    select * from {{ ref('thresholds') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

dated as (

    select
        thresholds.*,
        row_number() over (
            partition by
                thresholds.rule,
                thresholds.measure,
                thresholds.scope_type,
                thresholds.scope
            order by thresholds.valid_from desc nulls last
        ) as recency
    from thresholds
    cross join watermark
    where
        coalesce(thresholds.valid_from <= cast(watermark.as_of as date), true)

),

final as (

    select
        rule,
        measure,
        scope_type,
        scope,
        compare,
        watch_at,
        review_at,
        rollback_at,
        review_action,
        rollback_action,
        fails_ci,
        source,
        valid_from
    from dated
    where recency = 1

)

select * from final
order by rule, measure, scope_type, scope
