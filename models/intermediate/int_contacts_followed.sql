-- One row per resolved ticket of a known customer: when the customer came back.
-- Openings and resolutions stand in one order, latest first, so that each resolution
-- sees the earliest opening before it in that order. A self-join on the customer would
-- explode for ids that thousands share. At the same moment resolutions come first in
-- that order: an opening at the very moment of the resolution does not follow it.
-- Excluded tickets follow nobody; those of the holdout do.

with

tickets as (

    select *
    from {{ ref('int_tickets_mapped') }}
    where customer_id is not null and exclusion is null

),

contacts as (

    select
        ticket_id,
        deployment_id,
        customer_id,
        archetype,
        opened_at as happened_at,
        opened_at,
        cast(null as timestamp) as came_back_at,
        0 as is_resolution
    from tickets
    union all
    select
        ticket_id,
        deployment_id,
        customer_id,
        archetype,
        resolved_at as happened_at,
        cast(null as timestamp) as opened_at,
        case when reopened_at > resolved_at then reopened_at end as came_back_at,
        1 as is_resolution
    from tickets
    where resolved_at is not null

),

followed as (

    select
        ticket_id,
        is_resolution,
        came_back_at,
        min(opened_at) over (
            partition by deployment_id, customer_id, archetype
            order by happened_at desc, is_resolution desc, ticket_id asc
            rows between unbounded preceding and current row
        ) as next_opened_at,
        min(opened_at) over (
            partition by deployment_id, customer_id
            order by happened_at desc, is_resolution desc, ticket_id asc
            rows between unbounded preceding and current row
        ) as next_opened_any_at
    from contacts

),

final as (

    select
        ticket_id,
        -- least() skips nulls: whichever of the two is there, the earlier of both
        least(next_opened_at, came_back_at) as next_contact_at,
        least(next_opened_any_at, came_back_at) as next_contact_any_at
    from followed
    where is_resolution = 1

)

select * from final
