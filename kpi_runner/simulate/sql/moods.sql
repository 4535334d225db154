-- One row per contact: how long its phases take and how its path is liked.
-- satisfaction is the planted truth: the chance that the customer is satisfied.

with

shifted as (

    select
        outcomes.*,
        channels.stretch,
        channels.queue_seconds,
        channels.survey_sent as channel_sent,
        channels.survey_response as channel_response,
        path = 'escalated' and chance(said_bits, 0) < context_loss as is_lost,
        -- How a path is liked, around what the archetype gets on the whole: at the
        -- usual shares of the paths these distances sum to nothing.
        case path
            when 'confirmed' then 0.05
            when 'abandoned' then -0.45
            when 'assumed'
                then
                    (0.45 * usual_abandon - 0.05 * (1 - usual_abandon) * usual_confirm)
                    / ((1 - usual_abandon) * (1 - usual_confirm))
            else 0
        end as path_shift,
        case
            when path in ('confirmed', 'assumed', 'abandoned')
                then
                    bot_seconds
                    * spread(0.3, chance(time_bits, 0), chance(time_bits, 1))
            when path = 'escalated'
                then
                    0.8 * bot_seconds
                    * spread(0.3, chance(time_bits, 0), chance(time_bits, 1))
        end as bot_phase_seconds,
        if(
            path in ('human', 'escalated'),
            agent_seconds * spread(0.3, chance(time_bits, 2), chance(more_bits, 0)),
            null
        ) as agent_work_seconds
    from outcomes
    inner join channels on outcomes.channel = channels.channel

),

final as (

    select
        *,
        greatest(
            0.02,
            least(
                0.98,
                csat
                + path_shift
                - case
                    when
                        path = 'escalated'
                        then 0.1 * (cast(is_lost as integer) - 0.03)
                    else 0
                end
                + 0.06 * (chance(likes_bits, 1) - 0.5)
            )
        ) as satisfaction,
        after_seconds(opened_at, coalesce(bot_phase_seconds, 0)) as bot_ends_at
    from shifted

)

select * from final
