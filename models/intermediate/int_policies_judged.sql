-- One row per deployment, archetype and policy rule: one confirmed incident that is
-- open is a breach, a suspected P0 is watched. The measure named is the worst one's,
-- and only its class decides whether the gate fails.

with

incidents as (

    select * from {{ ref('int_incidents_counted') }}

),

by_rule as (

    select
        deployment_id,
        archetype,
        rule,
        max(week) as week,
        min(
            case
                when is_breach and fails_ci then '1'
                when is_breach then '2'
                else '3'
            end || measure
        ) as ranked_measure,
        bool_or(is_instrumented) as is_instrumented,
        max(review_at) as review_at,
        min(review_action) as review_action,
        bool_or(is_breach) as is_breach,
        bool_or(fails_ci) as can_fail_ci,
        bool_or(is_breach and fails_ci) as fails_ci,
        sum(confirmed_count) as confirmed_count,
        sum(suspected_count) as suspected_count,
        min(first_found_at) as first_found_at,
        max(last_found_at) as last_found_at
    from incidents
    group by deployment_id, archetype, rule

),

final as (

    select
        deployment_id,
        archetype,
        rule,
        week,
        substr(ranked_measure, 2) as measure,
        cast(confirmed_count as bigint) as confirmed_count,
        cast(suspected_count as bigint) as suspected_count,
        review_at,
        review_action,
        case when is_breach then fails_ci else can_fail_ci end as fails_ci,
        {{ week_of('first_found_at') }} as first_seen_week,
        cast(last_found_at as date) as last_found_on,
        case
            when is_breach and rule = 'policy_p0' then 'incident'
            when is_breach then 'review'
            when suspected_count > 0 then 'watch'
            when not is_instrumented then 'not_instrumented'
            else 'held'
        end as status
    from by_rule

)

select * from final
