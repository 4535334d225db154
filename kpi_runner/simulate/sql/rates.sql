-- One row per deployment, archetype, segment, arm and week: what is planted there.
-- Every chance in the simulation is drawn against a column of this table.

with

named as (

    unpivot (
        select
            archetype,
            cast(web_volume as double) as web_volume,
            cast(wallet_volume as double) as wallet_volume,
            cast(attempt as double) as attempt,
            cast(escalate as double) as escalate,
            cast(abandon as double) as abandon,
            cast(confirm as double) as confirm,
            cast(csat as double) as csat,
            cast(bot_seconds as double) as bot_seconds,
            cast(agent_seconds as double) as agent_seconds,
            cast(follow_7d as double) as follow_7d,
            cast(follow_30d as double) as follow_30d,
            cast(refund as double) as refund,
            cast(quote as double) as quote,
            cast(response as double) as response,
            cast(1 as double) as survey_sent,
            cast(0 as double) as delayed_shift,
            cast(0 as double) as model_shift,
            cast(0.03 as double) as context_loss,
            cast(0 as double) as wrong_quote,
            cast(0 as double) as overreach,
            cast(0 as double) as leak
        from archetypes
    )
    on columns(* exclude (archetype)) into name rate value planted

),

cells as (

    select
        launches.deployment_id,
        launches.archetype,
        segments.segment,
        arms.arm,
        weeks.week_number,
        case
            when named.rate in ('web_volume', 'wallet_volume') then 'volume'
            else named.rate
        end as rate,
        case
            when named.rate = 'attempt' and weeks.week_number < launches.launch_week then 0
            when named.rate = 'attempt' and arms.arm = 'holdout' then 0
            when named.rate = 'csat' then named.planted + segments.csat_offset
            else named.planted
        end as planted
    from launches
    inner join named on launches.archetype = named.archetype
    cross join segments
    cross join weeks
    cross join (values ('bot'), ('holdout')) as arms (arm)
    where
        named.rate not in ('web_volume', 'wallet_volume')
        or named.rate = if(launches.deployment_id = 'web_chat', 'web_volume', 'wallet_volume')

),

pulled as (

    select
        cells.deployment_id,
        cells.archetype,
        cells.segment,
        cells.arm,
        cells.week_number,
        cells.rate,
        cells.planted,
        levers.lever_id,
        levers.scale_by,
        levers.add_by,
        least(
            1.0, (cells.week_number - levers.from_week + 1) / levers.ramp_weeks
        ) as strength
    from cells
    left join levers
        on
            cells.rate = levers.rate
            and cells.week_number >= levers.from_week
            and levers.deployment_id in ('all', cells.deployment_id)
            and levers.archetype in ('all', cells.archetype)
            and levers.segment in ('all', cells.segment)
            and levers.arm in ('all', cells.arm)

),

planted as (

    select
        deployment_id,
        archetype,
        segment,
        arm,
        week_number,
        rate,
        planted
        * coalesce(product(1 + (scale_by - 1) * strength order by lever_id), 1)
        + coalesce(sum(add_by * strength order by lever_id), 0) as planted
    from pulled
    group by deployment_id, archetype, segment, arm, week_number, rate, planted

),

final as (

    pivot planted
    on rate in (
        volume, attempt, escalate, abandon, confirm, csat, bot_seconds, agent_seconds,
        follow_7d, follow_30d, refund, quote, response, survey_sent, delayed_shift,
        model_shift, context_loss, wrong_quote, overreach, leak
    )
    using first(planted)

)

select * from final
