-- One row per dirty message of the batch: a clean one with one thing wrong.

with

chosen as (

    select
        *,
        pick(
            ['missing_key', 'unknown_value', 'orphan_ticket', 'duplicate_row'],
            chance(digest(message_id, 'dirt'), 1)
        ) as reason
    from messages
    where chance(digest(message_id, 'dirt'), 0) < getvariable('dirt')

),

final as (

    select
        * replace (
            if(reason = 'duplicate_row', message_id, 'dirt-' || message_id) as message_id,
            if(reason = 'orphan_ticket', 'gone-' || ticket_id, ticket_id) as ticket_id,
            if(reason = 'missing_key', null, sent_at) as sent_at,
            if(reason = 'unknown_value', 'robot', author) as author
        )
    from chosen

)

select * from final
order by message_id
