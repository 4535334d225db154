-- One row per ticket that a link joins to another: a bot's conversation, or the ticket
-- that it was handed over to. Both must be there; a ticket with several links belongs
-- to the first conversation by id; no link leads on from a ticket that was handed over.

with

links as (

    select * from {{ source('links', 'conversation_links') }}

),

tickets as (

    select * from {{ ref('helpdesk_tickets') }}
    where
        ticket_id in (
            select links.ticket_id from links
            union
            select links.conversation_id from links
        )

),

pairs as (

    select
        ticket_id,
        min(conversation_id) as conversation_id
    from links
    where conversation_id <> ticket_id
    group by ticket_id

),

conversations as (

    select distinct pairs.conversation_id
    from pairs
    inner join tickets
        on pairs.conversation_id = tickets.ticket_id
    left join pairs as handed_over
        on pairs.conversation_id = handed_over.ticket_id
    where handed_over.ticket_id is null

),

handovers as (

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

),

final as (

    select
        ticket_id,
        conversation_id,
        true as is_handover,
        customer_id,
        resolved_at,
        reopened_at,
        closed_at
    from handovers

    union all

    select
        conversation_id as ticket_id,
        conversation_id,
        false as is_handover,
        customer_id,
        resolved_at,
        reopened_at,
        closed_at
    from handovers
    where handover_number = 1

)

select * from final
