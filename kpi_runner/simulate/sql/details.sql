-- One row per conversation: what it is about, what is said and done in it.
-- traits are the words that `scripts` needs or forbids.

with

drawn as (

    select
        *,
        path in ('human', 'escalated') as has_agent,
        digest(ticket_id, 'slots') as slot_bits,
        digest(ticket_id, 'quote') as quote_bits,
        digest(ticket_id, 'money') as money_bits,
        digest(ticket_id, 'tool') as tool_bits
    from conversations

),

talked as (

    select
        drawn.*,
        pick(topic_choices.choices, chance(quote_bits, 0)) as topic,
        topic is not null
        and path in ('confirmed', 'assumed', 'escalated')
        and chance(quote_bits, 1) < quote as is_quoted,
        is_quoted and chance(quote_bits, 2) < wrong_quote as is_wrong,
        tools.tool,
        tools.result_key,
        tools.result_value,
        path in ('confirmed', 'assumed', 'abandoned')
        and tools.tool is not null
        and chance(tool_bits, 0) < overreach as is_overreach,
        (
            path in ('confirmed', 'assumed')
            and tools.tool is not null
            and not is_overreach
            and chance(tool_bits, 1) < 0.6
        ) as is_tool_used,
        path != 'abandoned' and chance(money_bits, 0) < refund as is_refunded,
        cast(
            5
            + floor(14500 * chance(money_bits, 1) * chance(money_bits, 2))
            / 100 as decimal(18, 2)
        )
            as entitled,
        is_refunded and chance(tool_bits, 2) < leak as is_leaked
    from drawn
    left join topic_choices on drawn.archetype = topic_choices.archetype
    left join tools on drawn.archetype = tools.archetype

),

paid as (

    select
        *,
        -- A leak pays half as much again, or somebody who is entitled to nothing.
        is_leaked and chance(slot_bits, 0) < 0.5 as is_unentitled,
        case
            when not is_refunded then null
            when is_leaked and not is_unentitled
                then cast(round(entitled * 1.5, 2) as decimal(18, 2))
            else entitled
        end as paid,
        pick(currencies, chance(slot_bits, 1)) as currency,
        'A'
        || cast(10000 + cast(floor(90000 * chance(slot_bits, 2)) as integer) as varchar)
            as order_number,
        path = 'escalated'
        and chance(said_bits, 1) < if(is_lost, 0.9, 0.02) as is_restated
    from talked
    -- Without its lists of a hundred, which no later step reads.
    inner join (
        select * exclude (segments, channels, prefix, volume_share) from deployments
    ) using (deployment_id)

),

final as (

    select
        *,
        (said_bits >> 7) % 1009 as variety,
        case
            when is_refunded and has_agent
                then
                    after_seconds(
                        bot_ends_at,
                        0.76 * date_diff('second', bot_ends_at, agent_ends_at)
                    )
            when is_refunded then after_seconds(opened_at, 0.66 * bot_phase_seconds)
        end as paid_at,
        list_filter(
            [
                if(is_quoted, 'quote', null),
                if(is_wrong, 'wrong', null),
                if(is_tool_used or is_overreach, 'claim', null),
                if(is_refunded, 'refund', null),
                if(is_lost, 'lost', null),
                if(is_restated, 'restate', null),
                if(is_happy, 'happy', null)
            ],
            lambda trait: trait is not null
        ) as traits
    from paid

)

select * from final
