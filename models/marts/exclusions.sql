-- One row per deployment, week and reason: staged tickets that the panel leaves out.
-- Counted and excluded tickets are all staged ones: check_tickets_counted.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

final as (

    select
        deployment_id,
        week,
        coalesce(exclusion, arm) as reason,
        count(*) as ticket_count
    from tickets
    where not is_counted
    group by deployment_id, week, coalesce(exclusion, arm)

)

select * from final
