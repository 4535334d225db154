-- One row per week, deployment and archetype: how many first contacts come.
-- Shares are cumulated before they are rounded, so that the sum is what was asked for.

with

expected as (

    select
        weeks.week_number,
        weeks.week,
        rates.deployment_id,
        rates.archetype,
        rates.volume
        / sum(rates.volume)
            over (
                partition by weeks.week_number, rates.deployment_id
                order by rates.archetype
                rows between unbounded preceding and unbounded following
            )
        * deployments.volume_share
        * weeks.season as share
    from weeks
    inner join rates on weeks.week_number = rates.week_number
    inner join deployments on rates.deployment_id = deployments.deployment_id
    where rates.segment = 'consumer' and rates.arm = 'bot'

),

cumulated as (

    select
        week_number,
        week,
        deployment_id,
        archetype,
        cast(
            round(
                sum(share) over all_before
                / (select sum(season) from weeks)
                * getvariable('first_contacts')
            )
            as bigint
        ) as contacts_until
    from expected
    window
        all_before as (
            order by week_number, deployment_id, archetype
            rows between unbounded preceding and current row
        )

),

counted as (

    select
        *,
        contacts_until - lag(contacts_until, 1, 0) over (
            order by week_number, deployment_id, archetype
        ) as contacts,
        lag(contacts_until, 1, 0) over (
            order by week_number, deployment_id, archetype
        ) as numbered_from
    from cumulated

),

final as (

    select
        week_number,
        week,
        deployment_id,
        archetype,
        contacts,
        numbered_from,
        cast(
            sum(contacts) over (
                partition by deployment_id, archetype
                order by week_number
            ) - contacts
            as bigint
        ) as customers_before
    from counted

)

select * from final
