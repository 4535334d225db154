-- One row per ticket of the batch, in the contract's columns.
-- A fifth has no resolved_at of its own; a tenth is closed by a job four weeks later.

with

drawn as (

    select
        details.*,
        digest(ticket_id, 'desk') as desk_bits,
        digest(ticket_id, 'model') as model_bits,
        intents.intents,
        weeks.is_launched,
        ends_at < getvariable('data_end') as is_over
    from details
    inner join intents on details.archetype = intents.archetype
    inner join weeks on details.week_number = weeks.week_number

),

closed as (

    select
        *,
        case
            when chance(desk_bits, 0) < 0.2 then ends_at
            when chance(desk_bits, 0) < 0.3 then ends_at + interval 28 day
            else after_seconds(ends_at, 172800 * chance(desk_bits, 1))
        end as closes_at
    from drawn

),

final as (

    select
        ticket_id,
        deployment_id,
        customer_id,
        nullif(segment, 'unknown') as segment,
        channel,
        pick(intents, chance(desk_bits, 2)) as intent,
        opened_at,
        if(is_over and chance(desk_bits, 0) >= 0.2, ends_at, null) as resolved_at,
        if(reopens_at < getvariable('data_end'), reopens_at, null) as reopened_at,
        if(closes_at < getvariable('data_end'), closes_at, null) as closed_at,
        is_attempted as bot_attempted,
        if(is_over and is_attempted, path, null) as bot_outcome,
        if(
            is_launched,
            'bot-1.'
            || cast((week_number - getvariable('baseline_weeks')) // 8 as varchar),
            null
        ) as bot_version,
        if(is_attempted, round(0.5 + 0.5 * chance(likes_bits, 1), 4), null)
            as bot_confidence,
        if(
            is_attempted and has_bot_seconds,
            cast(floor(bot_phase_seconds) as decimal(18, 6)),
            null
        ) as bot_handle_seconds,
        if(is_over, cast(round(agent_work_seconds, 3) as decimal(18, 6)), null)
            as agent_handle_seconds,
        if(getvariable('holdout') > 0, arm, null) as arm,
        case
            when generation > 0 then null
            when chance(model_bits, 0) < 0.004 then 'spam'
            when chance(model_bits, 0) < 0.006 then 'test'
            when chance(model_bits, 0) < 0.009 then 'merged'
        end as exclusion
    from closed

)

select * from final
order by opened_at, ticket_id
