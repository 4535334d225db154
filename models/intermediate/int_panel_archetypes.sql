-- One row per deployment and archetype: the line of the panel that it belongs to.
-- The busiest stand alone, chosen by the 13 weeks that end at the last full week;
-- everything else, unmapped included, is the one archetype long_tail, in every week.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

archetypes as (

    select
        tickets.deployment_id,
        tickets.archetype,
        count_if(tickets.is_counted) as ticket_count,
        count_if(
            tickets.is_counted
            and tickets.week < {{ week_of('watermark.as_of') }}
            and tickets.week >= {{ week_of('watermark.as_of') }} - interval '91' day
        ) as recent_ticket_count
    from tickets
    cross join watermark
    group by tickets.deployment_id, tickets.archetype

),

ranked as (

    select
        deployment_id,
        archetype,
        row_number() over (
            partition by deployment_id
            order by recent_ticket_count desc, archetype asc
        ) as volume_rank
    from archetypes
    where ticket_count > 0 and archetype <> 'unmapped'

),

final as (

    select
        archetypes.deployment_id,
        archetypes.archetype,
        case
            when ranked.volume_rank <= {{ var('top_archetypes') }} then ranked.archetype
            else 'long_tail'
        end as panel_archetype
    from archetypes
    left join ranked
        on
            archetypes.deployment_id = ranked.deployment_id
            and archetypes.archetype = ranked.archetype

)

select * from final
