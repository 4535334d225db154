-- One row per deployment and archetype, unfolded: its share of the tickets in the last
-- 13 weeks, in the 13 before, and before the launch; and what the seed says of it.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

panel_archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

listed as (

    select * from {{ ref('deflection_policy') }}

),

counted as (

    select
        tickets.deployment_id,
        tickets.archetype,
        {% set this_week = week_of('watermark.as_of') -%}
        count_if(
            tickets.week < {{ this_week }}
            and tickets.week >= {{ this_week }} - interval '91' day
        ) as ticket_count,
        count_if(
            tickets.week < {{ this_week }} - interval '91' day
            and tickets.week >= {{ this_week }} - interval '182' day
        ) as former_ticket_count,
        count_if(tickets.week < deployments.launched_on) as baseline_ticket_count
    from tickets
    cross join watermark
    inner join deployments on tickets.deployment_id = deployments.deployment_id
    where tickets.is_counted
    group by tickets.deployment_id, tickets.archetype

),

desks as (

    select
        deployment_id,
        sum(ticket_count) as ticket_count,
        sum(former_ticket_count) as former_ticket_count,
        sum(baseline_ticket_count) as baseline_ticket_count
    from counted
    group by deployment_id

),

final as (

    select
        counted.deployment_id,
        counted.archetype,
        panel_archetypes.panel_archetype,
        counted.archetype = 'unmapped' as is_unmapped,
        coalesce(listed.in_deflection_list, false) as in_deflection_list,
        cast(counted.ticket_count as bigint) as ticket_count,
        {{ percent('counted.ticket_count', 'desks.ticket_count') }}
            as share,
        cast(counted.former_ticket_count as bigint) as former_ticket_count,
        {{ percent('counted.former_ticket_count', 'desks.former_ticket_count') }}
            as former_share,
        cast(counted.baseline_ticket_count as bigint) as baseline_ticket_count,
        {{ percent('counted.baseline_ticket_count', 'desks.baseline_ticket_count') }}
            as baseline_share
    from counted
    inner join desks on counted.deployment_id = desks.deployment_id
    left join panel_archetypes
        on
            counted.deployment_id = panel_archetypes.deployment_id
            and counted.archetype = panel_archetypes.archetype
    left join listed
        on
            counted.deployment_id = listed.deployment_id
            and counted.archetype = listed.archetype

)

select * from final
order by deployment_id, archetype
