-- One row per counted ticket: whether it opens a contact, and whether the bot alone
-- dealt with all of it. Tickets of one customer that each follow within 72 hours of the
-- one before are one contact; a ticket of nobody known is one by itself.

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
        coalesce(tickets.customer_id, 'ticket ' || facts.ticket_id) as contact_key,
        tickets.customer_id is null as is_anonymous,
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
            partition by deployment_id, is_anonymous, contact_key
            order by opened_at, ticket_id
        )

),

numbered as (

    select
        *,
        sum(case when is_first then 1 else 0 end) over (
            partition by deployment_id, is_anonymous, contact_key
            order by opened_at, ticket_id
            rows between unbounded preceding and current row
        ) as contact_number
    from opened

),

final as (

    select
        ticket_id,
        is_first,
        bool_and(is_bot_alone) over (
            partition by deployment_id, is_anonymous, contact_key, contact_number
        ) as is_contact_bot_alone
    from numbered

)

select * from final
