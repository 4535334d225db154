-- One row per deployment, archetype and confidence threshold: what the bot would have
-- kept in the last 13 weeks had it attempted only from that confidence on. The lowest
-- threshold whose satisfaction is not below the baseline is proposed; 30 answers are
-- the least that may acquit.

with

tickets as (

    select * from {{ ref('int_tickets_of_quarter') }}

),

panel as (

    select * from {{ ref('panel_weekly') }}

),

thresholds as (

    select unnest(generate_series(0, 95, 5)) as threshold_percent

),

baselines as (

    select
        deployment_id,
        archetype,
        baseline as csat_baseline,
        row_number() over (
            partition by deployment_id, archetype
            order by week desc
        ) as recency
    from panel
    where slice = 'archetype' and measure = 'resolution_csat'

),

kept as (

    select
        tickets.deployment_id,
        tickets.archetype,
        thresholds.threshold_percent,
        {{ outcome_counts(
            'is_attempted = 1 and bot_confidence * 100 >= threshold_percent'
        ) }},
        count(*) as ticket_count
    from tickets
    cross join thresholds
    group by
        tickets.deployment_id, tickets.archetype, thresholds.threshold_percent
    having count(case when tickets.is_attempted = 1 then tickets.bot_confidence end) > 0

),

compared as (

    select
        kept.*,
        {{ percent('kept.satisfied_count', 'kept.answered_count') }} as csat,
        baselines.csat_baseline,
        coalesce(
            kept.answered_count >= 30
            and round({{ percent('kept.satisfied_count', 'kept.answered_count') }}, 9)
            >= round(baselines.csat_baseline, 9),
            false
        ) as is_good_enough
    from kept
    left join baselines
        on
            kept.deployment_id = baselines.deployment_id
            and kept.archetype = baselines.archetype
            and baselines.recency = 1

),

final as (

    select
        deployment_id,
        archetype,
        cast(threshold_percent as double) / 100 as threshold,
        ticket_count,
        attempted_count,
        deflected_count,
        answered_count,
        {{ percent('attempted_count', 'ticket_count') }} as attempt_rate,
        {{ percent('deflected_count', 'ticket_count') }} as deflection_rate,
        {{ percent('contained_count', 'attempted_count') }} as containment_rate,
        {{ percent('abandoned_count', 'attempted_count') }} as abandonment_rate,
        {{ percent('followed_count', 'followable_count') }} as repeat_contact_7d,
        csat,
        csat_baseline,
        is_good_enough
        and sum(cast(is_good_enough as integer)) over (
            partition by deployment_id, archetype
            order by threshold_percent
            rows between unbounded preceding and current row
        ) = 1 as is_proposed
    from compared

)

select * from final
order by deployment_id, archetype, threshold
