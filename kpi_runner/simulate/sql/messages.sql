-- One row per message of the batch's conversations.

with

spoken as (

    select
        details.ticket_id,
        details.ticket_id
        || '.'
        || lpad(cast(scripts.step as varchar), 2, '0') as message_id,
        scripts.author,
        case
            when scripts.phase = 'bot'
                then
                    after_seconds(
                        details.opened_at, scripts.share * details.bot_phase_seconds
                    )
            else
                after_seconds(
                    details.bot_ends_at,
                    scripts.share
                    * date_diff('second', details.bot_ends_at, details.agent_ends_at)
                )
        end as sent_at,
        pick(
            phrases.wordings,
            ((details.variety + 7 * scripts.step) % len(phrases.wordings))
            / len(phrases.wordings)
        ) as wording,
        details.order_number,
        cast(coalesce(details.paid, details.entitled) as varchar) as amount,
        details.currency,
        if(details.is_wrong, details.topic.wrong_value, details.topic.right_value)
            as quoted_value,
        details.opened_at,
        details.variety
    from details
    inner join scripts
        on
            details.path = scripts.path
            and (scripts.needs is null or list_contains(details.traits, scripts.needs))
            and (
                scripts.unless is null
                or not list_contains(details.traits, scripts.unless)
            )
    inner join phrases
        on
            scripts.kind = phrases.kind
            and case scripts.subject
                when 'archetype' then details.archetype
                when 'topic' then details.topic.topic
                else 'any'
            end = phrases.subject

),

final as (

    select
        message_id,
        ticket_id,
        sent_at,
        author,
        case
            when not contains(wording, '{') then wording
            else
                replace(replace(replace(replace(
                    replace(
                        replace(replace(
                            replace(
                                wording,
                                '{order}', order_number
                            ),
                            '{amount}',
                            if(
                                currency = 'USD',
                                '$' || amount,
                                amount || ' ' || currency
                            )
                        ),
                        '{value}', coalesce(quoted_value, 'something else')),
                        '{product}',
                        pick(
                            ['headphones', 'keyboard', 'jacket', 'lamp', 'router'],
                            variety / 1009
                        )
                    ),
                    '{agent}',
                    pick(
                        ['Ana', 'Ben', 'Chloe', 'Dev', 'Emre', 'Fatima'], variety / 1009
                    )
                ),
                '{weekday}', dayname(opened_at)),
                '{month}', monthname(opened_at)),
                '{number}', cast(2 + variety % 40 as varchar))
        end as body
    from spoken

)

select * from final
where sent_at < getvariable('data_end')
order by sent_at, message_id
