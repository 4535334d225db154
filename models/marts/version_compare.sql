-- One row per deployment and bot version seen in the last 13 weeks: its deflection with
-- the satisfaction of the same conversations, over all archetypes.

with

tickets as (

    select * from {{ ref('int_tickets_of_quarter') }}

),

summed as (

    select
        deployment_id,
        bot_version,
        min(week) as first_week,
        max(week) as last_week,
        count(*) as ticket_count,
        {{ outcome_counts('true') }},
        cast(sum(finding_count) as bigint) as finding_count
    from tickets
    where bot_version is not null
    group by deployment_id, bot_version

),

final as (

    select
        deployment_id,
        bot_version,
        first_week,
        last_week,
        ticket_count,
        attempted_count,
        deflected_count,
        answered_count,
        finding_count,
        {{ percent('deflected_count', 'ticket_count') }} as deflection_rate,
        {{ percent('satisfied_count', 'answered_count') }} as csat,
        {{ percent('contained_count', 'attempted_count') }} as containment_rate,
        {{ percent('abandoned_count', 'attempted_count') }} as abandonment_rate,
        {{ percent('followed_count', 'followable_count') }} as repeat_contact_7d
    from summed

)

select * from final
order by deployment_id, first_week, bot_version
