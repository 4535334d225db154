-- One row per deployment, archetype and policy measure, in its latest week: the
-- incidents that are open, whatever the week of their tickets, against the limit in
-- force. A P0 counts under the rule of P0 whatever its class.

with

cells as (

    select * from {{ ref('int_measures_limited') }}

),

incidents as (

    select * from {{ ref('int_incidents_open') }}

),

latest as (

    select
        *,
        row_number() over (
            partition by deployment_id, archetype, measure
            order by week desc
        ) as recency
    from cells
    where rule in ('policy_p0', 'policy_other')

),

counted as (

    select
        deployment_id,
        archetype,
        case when rule = 'policy_p0' then 'policy_incidents_1' else measure end
            as measure,
        rule,
        count_if(is_confirmed) as confirmed_count,
        count_if(not is_confirmed and severity = 'P0') as suspected_count,
        min(found_at) as first_found_at,
        max(found_at) as last_found_at
    from incidents
    where is_confirmed or severity = 'P0'
    group by
        deployment_id,
        archetype,
        case when rule = 'policy_p0' then 'policy_incidents_1' else measure end,
        rule

),

final as (

    select
        latest.deployment_id,
        latest.archetype,
        latest.measure,
        latest.rule,
        latest.week,
        latest.is_instrumented,
        latest.review_at,
        latest.review_action,
        latest.fails_ci,
        cast(coalesce(counted.confirmed_count, 0) as bigint) as confirmed_count,
        cast(coalesce(counted.suspected_count, 0) as bigint) as suspected_count,
        counted.first_found_at,
        counted.last_found_at,
        not coalesce(
            coalesce(counted.confirmed_count, 0) <= latest.review_at, false
        ) as is_breach
    from latest
    left join counted
        on
            latest.deployment_id = counted.deployment_id
            and latest.archetype = counted.archetype
            and latest.measure = counted.measure
            and latest.rule = counted.rule
    where latest.recency = 1

)

select * from final
