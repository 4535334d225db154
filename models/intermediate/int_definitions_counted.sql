-- One row per deployment, week and panel archetype with counted tickets: how many of
-- them each definition of deflection counts. Silence is of the same conversation, a
-- return is any new contact of the customer; both need their hours to have passed.

with

facts as (

    select * from {{ ref('int_ticket_facts') }}

),

contacts as (

    select * from {{ ref('int_contacts_merged') }}

),

panel_archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

tickets as (

    select
        facts.deployment_id,
        facts.week,
        panel_archetypes.panel_archetype as archetype,
        contacts.is_first,
        contacts.is_contact_bot_alone,
        facts.is_attempted and not facts.is_escalated as is_bot_alone,
        facts.is_deflected,
        facts.resolved_at + interval '72' hour as silent_until,
        facts.resolved_at + interval '24' hour as away_until,
        case
            when facts.reopened_at > facts.resolved_at then facts.reopened_at
        end as reopened_at,
        facts.next_contact_any_at,
        watermark.as_of
    from facts
    cross join watermark
    inner join contacts on facts.ticket_id = contacts.ticket_id
    inner join panel_archetypes
        on
            facts.deployment_id = panel_archetypes.deployment_id
            and facts.archetype = panel_archetypes.archetype

),

final as (

    select
        deployment_id,
        week,
        archetype,
        cast(count(*) as bigint) as ticket_count,
        cast(count_if(is_bot_alone) as bigint) as no_ticket_count,
        cast(count_if(
            is_deflected
            and silent_until <= as_of
            and coalesce(reopened_at > silent_until, true)
        ) as bigint) as silence_72h_count,
        cast(count_if(
            is_deflected
            and away_until <= as_of
            and coalesce(reopened_at > away_until, true)
            and coalesce(next_contact_any_at > away_until, true)
        ) as bigint) as no_return_24h_count,
        cast(count_if(is_first) as bigint) as contact_count,
        cast(count_if(is_first and is_contact_bot_alone) as bigint) as dedup_72h_count
    from tickets
    group by deployment_id, week, archetype

)

select * from final
