-- One row per deployment, week that has ended and archetype with attempted tickets: how
-- many of them QA reads. The raised rate holds in a regulated deployment and where the
-- archetype made policy claims that week; never fewer than five where there are five.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

claims as (

    select * from {{ ref('int_claims_stated') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

claiming_tickets as (

    select distinct ticket_id
    from claims

),

strata as (

    select
        tickets.deployment_id,
        tickets.week,
        tickets.archetype,
        cast(count(*) as bigint) as ticket_count,
        bool_or(deployments.regulated or claiming_tickets.ticket_id is not null)
            as is_raised
    from tickets
    inner join deployments
        on tickets.deployment_id = deployments.deployment_id
    left join claiming_tickets
        on tickets.ticket_id = claiming_tickets.ticket_id
    cross join watermark
    where
        tickets.is_counted
        and tickets.is_attempted
        and tickets.week + interval '7' day <= watermark.as_of
    group by tickets.deployment_id, tickets.week, tickets.archetype

),

wanted as (

    select
        *,
        cast(
            ceil(
                ticket_count * case
                    when is_raised then cast({{ var('qa_rate_high') }} as decimal(9, 6))
                    else cast({{ var('qa_rate_low') }} as decimal(9, 6))
                end
            ) as bigint
        ) as share_count
    from strata

),

final as (

    select
        deployment_id,
        week,
        archetype,
        ticket_count,
        least(ticket_count, greatest(share_count, 5)) as sample_count
    from wanted

)

select * from final
