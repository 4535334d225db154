-- One row per deployment, archetype, segment, arm and week: what is planted there.
-- Every chance in the simulation is drawn against a column of this table.

with

cells as (

    select
        launches.deployment_id,
        launches.archetype,
        segments.segment,
        arms.arm,
        weeks.week_number,
        case
            when usual_rates.rate in ('web_volume', 'wallet_volume') then 'volume'
            else usual_rates.rate
        end as rate,
        case
            when
                usual_rates.rate = 'attempt' and weeks.week_number < launches.launch_week
                then 0
            when usual_rates.rate = 'attempt' and arms.arm = 'holdout' then 0
            when usual_rates.rate = 'csat' then usual_rates.planted + segments.csat_offset
            else usual_rates.planted
        end as planted
    from launches
    inner join usual_rates on launches.archetype = usual_rates.archetype
    cross join segments
    cross join weeks
    cross join (values ('bot'), ('holdout')) as arms (arm)
    where
        usual_rates.rate not in ('web_volume', 'wallet_volume')
        or usual_rates.rate
        = if(launches.deployment_id = 'web_chat', 'web_volume', 'wallet_volume')

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
