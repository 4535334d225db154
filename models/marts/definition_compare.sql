-- One row per deployment, week, archetype and definition: deflection of the same
-- tickets as others count it, beside ours. The yml says what each counts.

with

rates as (

    select * from {{ ref('int_deflections_paired') }}

),

weeks as (

    select * from {{ ref('int_archetype_weeks') }}

),

counts as (

    select * from {{ ref('int_definitions_counted') }}

),

weeks_counted as (

    select
        weeks.deployment_id,
        weeks.week,
        weeks.archetype,
        weeks.ticket_count,
        coalesce(counts.contact_count, 0) as contact_count,
        coalesce(counts.no_ticket_count, 0) as no_ticket_count,
        coalesce(counts.silence_72h_count, 0) as silence_72h_count,
        coalesce(counts.no_return_24h_count, 0) as no_return_24h_count,
        coalesce(counts.dedup_72h_count, 0) as dedup_72h_count,
        rates.deflected_count,
        rates.verified_count,
        rates.followable_count
    from weeks
    inner join rates
        on
            weeks.deployment_id = rates.deployment_id
            and weeks.week = rates.week
            and weeks.archetype = rates.archetype
    left join counts
        on
            weeks.deployment_id = counts.deployment_id
            and weeks.week = counts.week
            and weeks.archetype = counts.archetype

),

definitions as (
    {{ definition_rows('weeks_counted', [
        ('no_ticket', 'no_ticket_count', 'ticket_count'),
        ('silence_72h', 'silence_72h_count', 'ticket_count'),
        ('no_return_24h', 'no_return_24h_count', 'ticket_count'),
        ('dedup_72h', 'dedup_72h_count', 'contact_count'),
        ('ours', 'deflected_count', 'ticket_count'),
        ('verified', 'verified_count', 'followable_count'),
    ]) }}

),

final as (

    select
        deployment_id,
        week,
        archetype,
        definition,
        numerator,
        denominator,
        {{ percent('numerator', 'denominator') }} as rate
    from definitions

)

select * from final
order by deployment_id, week, archetype, definition
