-- One row per dirty message of the batch: a clean one with one thing wrong.

with

first_messages as (

    select *
    from messages
    where right(message_id, 3) = '.01'

),

chosen as (

    select
        *,
        pick(
            ['missing_key', 'unknown_value', 'orphan_ticket', 'duplicate_row'],
            chance(digest(ticket_id, 'dirty message'), 1)
        ) as reason
    from first_messages
    -- Of six messages about one is the first of its ticket.
    where chance(digest(ticket_id, 'dirty message'), 0) < 6 * getvariable('dirt')

),

final as (

    select
        * replace (
            if(reason = 'duplicate_row', message_id, 'dirt-' || message_id)
                as message_id,
            if(reason = 'orphan_ticket', 'gone-' || ticket_id, ticket_id) as ticket_id,
            if(reason = 'missing_key', null, sent_at) as sent_at,
            if(reason = 'unknown_value', 'robot', author) as author
        )
    from chosen

)

select * from final
order by message_id
