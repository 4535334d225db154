-- One row per contact, with everything that happens in it and when.

with

timed as (

    select
        *,
        chance(likes_bits, 2) < satisfaction as is_happy,
        after_seconds(
            bot_ends_at,
            queue_seconds * spread(0.2, chance(more_bits, 1), chance(more_bits, 2))
            + stretch * agent_work_seconds
        ) as agent_ends_at
    from moods

),

resolved as (

    select
        *,
        after_seconds(
            coalesce(agent_ends_at, bot_ends_at),
            if(path in ('assumed', 'abandoned'), 1800, 120)
            + 600 * chance(done_bits, 0)
            -- One in twenty waits for somebody else, for up to six days.
            + if(
                agent_ends_at is not null and chance(done_bits, 0) > 0.95,
                518400 * 20 * (chance(done_bits, 0) - 0.95),
                0
            )
        ) as ends_at,
        -- The unhappy come back twice as often as the happy.
        if(is_happy, 0.8, 1.8) as return_urge
    from timed

),

returned as (

    select
        *,
        customer_id is not null and generation < 2 as may_follow,
        chance(done_bits, 1) < least(0.9, return_urge * follow_7d) as is_back_soon,
        chance(done_bits, 1)
        < least(0.95, return_urge * (follow_7d + follow_30d)) as is_back_late
    from resolved

),

final as (

    select
        * exclude (may_follow, is_back_soon, is_back_late),
        case
            when may_follow and is_back_soon and chance(done_bits, 2) >= 0.15
                then after_seconds(ends_at, 3600 + 86400 * 6.8 * chance(said_bits, 2))
            when may_follow and is_back_late and not is_back_soon
                then after_seconds(ends_at, 86400 * (7.1 + 22.7 * chance(said_bits, 2)))
        end as next_contact_at,
        if(
            is_back_soon and chance(done_bits, 2) < 0.15,
            after_seconds(ends_at, 3600 + 86400 * 6.8 * chance(said_bits, 2)),
            null
        ) as reopens_at,
        if(
            may_follow, least(0.9, return_urge * follow_7d),
            least(0.9, return_urge * follow_7d) * 0.15
        ) as follow_7d_chance,
        if(
            may_follow, least(0.95, return_urge * (follow_7d + follow_30d)),
            least(0.9, return_urge * follow_7d) * 0.15
        ) as follow_30d_chance
    from returned

)

select * from final
