-- One row per dirty ticket of the batch: a clean one with one thing wrong.

with

chosen as (

    select
        *,
        pick(
            [
                'unknown_deployment', 'time_disorder', 'unknown_value', 'missing_key',
                'duplicate_row', 'duplicate_key'
            ],
            chance(digest(ticket_id, 'dirt'), 1)
        ) as reason
    from tickets
    where chance(digest(ticket_id, 'dirt'), 0) < getvariable('dirt')

),

final as (

    select
        * exclude (copy) replace (
            if(reason = 'duplicate_row', ticket_id, 'dirt-' || ticket_id) as ticket_id,
            if(reason = 'unknown_deployment', 'old_widget', deployment_id)
                as deployment_id,
            if(reason = 'missing_key', null, opened_at) as opened_at,
            if(reason = 'time_disorder', opened_at - interval 1 day, closed_at)
                as closed_at,
            if(reason = 'unknown_value', 'solved', bot_outcome) as bot_outcome,
            if(copy = 2, 'another.intent', intent) as intent
        )
    from chosen
    cross join lateral (
        select unnest(if(reason = 'duplicate_key', [1, 2], [1])) as copy
    )

)

select * from final
order by ticket_id, intent
