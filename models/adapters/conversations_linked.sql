-- One row per ticket that is the handover of a bot's conversation elsewhere.
-- Both must be there; a ticket with several links belongs to the first by id. The
-- conversation's own end is that of the first of its tickets.

with

links as (

    select * from {{ source('links', 'conversation_links') }}

),

tickets as (

    select * from {{ ref('helpdesk_tickets') }}

),

conversations as (

    select distinct ticket_id as conversation_id
    from tickets

),

pairs as (

    select
        ticket_id,
        min(conversation_id) as conversation_id
    from links
    where conversation_id <> ticket_id
    group by ticket_id

),

final as (

    select
        pairs.ticket_id,
        pairs.conversation_id,
        tickets.customer_id,
        tickets.resolved_at,
        tickets.reopened_at,
        tickets.closed_at,
        row_number() over (
            partition by pairs.conversation_id
            order by tickets.opened_at, pairs.ticket_id
        ) as handover_number
    from pairs
    inner join tickets
        on pairs.ticket_id = tickets.ticket_id
    inner join conversations
        on pairs.conversation_id = conversations.conversation_id

)

select * from final
