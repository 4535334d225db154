-- One row per counted ticket of the 13 weeks that end at the last full week, those
-- after the launch: what the quarterly review looks at, with the outcome of each as
-- counts of 0 and 1.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

panel_archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

final as (

    select
        tickets.ticket_id,
        tickets.deployment_id,
        tickets.week,
        panel_archetypes.panel_archetype as archetype,
        tickets.bot_version,
        tickets.bot_confidence,
        cast(tickets.is_attempted as bigint) as is_attempted,
        cast(tickets.is_deflected as bigint) as is_deflected,
        cast(tickets.is_contained as bigint) as is_contained,
        cast(tickets.is_abandoned as bigint) as is_abandoned,
        cast(tickets.is_resolution_answered as bigint) as is_answered,
        cast(coalesce(tickets.is_resolution_satisfied, false) as bigint)
            as is_satisfied,
        cast(
            coalesce(
                tickets.has_customer
                and tickets.resolved_at + interval '7' day <= watermark.as_of, false
            ) as bigint
        ) as is_followable,
        cast(
            coalesce(
                tickets.has_customer
                and tickets.resolved_at + interval '7' day <= watermark.as_of
                and tickets.next_contact_at
                <= tickets.resolved_at + interval '7' day, false
            ) as bigint
        ) as is_followed,
        tickets.finding_count_1
        + tickets.finding_count_2
        + tickets.finding_count_3
        + tickets.finding_count_4 as finding_count
    from tickets
    cross join watermark
    inner join panel_archetypes
        on
            tickets.deployment_id = panel_archetypes.deployment_id
            and tickets.archetype = panel_archetypes.archetype
    inner join slice_weeks
        on
            tickets.deployment_id = slice_weeks.deployment_id
            and panel_archetypes.panel_archetype = slice_weeks.archetype
            and tickets.week = slice_weeks.week
            and slice_weeks.slice = 'archetype'
            and slice_weeks.is_after_launch
    where
        tickets.is_counted
        and tickets.week < {{ week_of('watermark.as_of') }}
        and tickets.week >= {{ week_of('watermark.as_of') }} - interval '91' day

)

select * from final
