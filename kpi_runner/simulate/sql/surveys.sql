-- One row per survey sent, answered or not.
-- The resolution survey goes out within the hour, the delayed one 48 to 72 hours
-- later; one in fifty of these goes out too late to count.

with

sendings as (

    select
        details.*,
        latencies.latency,
        latencies.sent_share,
        latencies.response_factor,
        digest(ticket_id, latencies.latency) as sent_bits,
        digest(ticket_id, latencies.latency || ' answer') as answer_bits
    from details
    cross join (
        values ('resolution', 1.0, 1.0), ('delayed', 0.9, 0.85)
    ) as latencies (latency, sent_share, response_factor)

),

sent as (

    select
        *,
        case
            when
                latency = 'resolution'
                then after_seconds(ends_at, 60 + 3000 * chance(sent_bits, 1))
            when
                chance(sent_bits, 2) < 0.02
                then after_seconds(ends_at, 86400 * (3.1 + chance(sent_bits, 1)))
            else after_seconds(ends_at, 172800 + 86400 * chance(sent_bits, 1))
        end as sent_at,
        -- Nobody answers less than one in twenty, nobody more than one in four.
        greatest(
            0.05, least(0.25, channel_response * response * response_factor)
        ) as response_chance,
        if(
            latency = 'resolution',
            is_happy,
            chance(answer_bits, 2)
            < greatest(0.02, least(0.98, satisfaction + delayed_shift))
        ) as is_satisfied
    from sendings
    where
        chance(sent_bits, 0) < channel_sent * sent_share * survey_sent

),

answered as (

    select
        *,
        after_seconds(
            sent_at, 120 + 100000 * chance(answer_bits, 1) * chance(answer_bits, 1)
        )
            as answers_at,
        chance(answer_bits, 0) < response_chance
        and answers_at < getvariable('data_end') as is_answered
    from sent

),

final as (

    select
        ticket_id || if(latency = 'resolution', '.r', '.d') as survey_id,
        ticket_id,
        sent_at,
        if(is_answered, answers_at, null) as responded_at,
        case
            when not is_answered then null
            when scale_max = 5 and is_satisfied then 4 + (variety % 5 < 3)::integer
            when scale_max = 5 then 1 + variety % 3
            when is_satisfied then 8 + variety % 3
            else variety % 8
        end::double as score,
        cast(scale_min as double) as scale_min,
        cast(scale_max as double) as scale_max,
        cast(satisfied_from as double) as satisfied_from,
        instrument
    from answered
    where sent_at < getvariable('data_end')

)

select * from final
order by sent_at, survey_id
