-- One row per deployment, week and panel archetype with suspected incidents that nobody
-- has read yet.

with

incidents as (

    select * from {{ ref('policy_incidents') }}

),

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

final as (

    select
        archetypes.deployment_id,
        incidents.week,
        archetypes.panel_archetype as archetype,
        cast(count(*) as bigint) as suspected_count,
        cast(count_if(incidents.severity = 'P0') as bigint) as suspected_p0_count
    from incidents
    inner join tickets
        on incidents.ticket_id = tickets.ticket_id
    inner join archetypes
        on
            tickets.deployment_id = archetypes.deployment_id
            and tickets.archetype = archetypes.archetype
    where incidents.review = 'open' and not incidents.is_confirmed
    group by archetypes.deployment_id, incidents.week, archetypes.panel_archetype

)

select * from final
