-- One row per customer's first contact of the weeks of the batch.

with

counted as (

    select
        plan.week,
        plan.week_number as first_week,
        plan.archetype,
        plan.customers_before + range as customer_number,
        deployments.deployment_id,
        deployments.prefix,
        deployments.segments,
        deployments.channels,
        deployments.prefix
        || '-'
        || lpad(cast(plan.numbered_from + range + 1 as varchar), 8, '0') as ticket_id
    from plan
    inner join deployments on plan.deployment_id = deployments.deployment_id
    cross join lateral (select unnest(range(plan.contacts)) as range)
    where
        plan.week_number >= getvariable('batch_from')
        and plan.week_number < getvariable('batch_until')

),

drawn as (

    select
        *,
        digest(ticket_id, 'who') as who,
        digest(ticket_id, 'where') as place,
        digest(ticket_id, 'when') as moment
    from counted

),

final as (

    select
        ticket_id,
        deployment_id,
        archetype,
        first_week,
        0 as generation,
        -- The n-th contact of every archetype comes from the n-th customer: nobody
        -- comes back to an archetype by accident, many come with several.
        if(
            chance(who, 0) < 0.05,
            null,
            prefix
            || 'C'
            || left(md5(getvariable('seed') || prefix || customer_number), 10)
        ) as customer_id,
        pick(segments, chance(who, 1)) as segment,
        pick(channels, chance(place, 0)) as channel,
        if(chance(place, 1) < getvariable('holdout'), 'holdout', 'bot') as arm,
        after_seconds(
            cast(week as timestamp),
            86400
            * pick(
                [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 6],
                chance(moment, 0)
            )
            + 3600 * pick(
                [
                    0, 2, 5, 6, 7, 7, 8, 8, 8, 9, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11,
                    12, 12, 12, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16, 16,
                    17, 17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 23
                ],
                chance(moment, 1)
            )
            + 3600 * chance(moment, 2)
        ) as opened_at
    from drawn

)

select * from final
