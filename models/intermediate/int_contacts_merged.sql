-- One row per counted ticket: whether it opens a contact, and whether the bot alone
-- deals with that contact from here on. Tickets of one customer that each follow within
-- 72 hours are one contact; a ticket of nobody known is one by itself.

with

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

facts as (

    select * from {{ ref('int_ticket_facts') }}

),

counted as (

    select
        facts.ticket_id,
        facts.deployment_id,
        facts.week,
        case
            when tickets.customer_id is null then 'ticket ' || facts.ticket_id
            else 'customer ' || tickets.customer_id
        end as contact_of,
        facts.opened_at,
        facts.is_attempted and not facts.is_escalated as is_bot_alone
    from facts
    inner join tickets on facts.ticket_id = tickets.ticket_id
    where facts.is_counted

),

opened as (

    select
        *,
        coalesce(
            opened_at > lag(opened_at) over contacts + interval '72' hour, true
        ) as is_first
    from counted
    window
        contacts as (
            partition by deployment_id, contact_of
            order by opened_at, ticket_id
        )

),

followed as (

    select
        ticket_id,
        week,
        is_first,
        min(case when not is_bot_alone then opened_at end) over (
            partition by deployment_id, contact_of
            order by opened_at, ticket_id
            rows between current row and unbounded following
        ) as next_person_at,
        min(case when is_first then opened_at end) over (
            partition by deployment_id, contact_of
            order by opened_at, ticket_id
            rows between 1 following and unbounded following
        ) as next_first_at
    from opened

),

final as (

    select
        ticket_id,
        week,
        is_first,
        next_person_at is null
        or coalesce(next_person_at >= next_first_at, false) as is_contact_bot_alone
    from followed

)

select * from final
