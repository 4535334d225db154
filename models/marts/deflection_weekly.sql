-- One row per deployment, week and archetype: deflection and the satisfaction of the
-- same conversations on one line, and the verdict whether it counts as a win.

with

weeks as (

    select * from {{ ref('int_archetype_weeks') }}

),

verdicts as (

    select * from {{ ref('int_verdicts_reached') }}

),

rates as (

    select * from {{ ref('int_deflections_paired') }}

),

holdouts as (

    select * from {{ ref('int_holdouts_compared') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

final as (

    select
        weeks.deployment_id,
        weeks.week,
        weeks.archetype,
        weeks.tier,
        weeks.ticket_count,
        rates.attempted_count,
        rates.deflected_count,
        rates.contained_count,
        rates.abandoned_count,
        rates.verified_count,
        rates.followable_count,
        rates.deflection_rate,
        rates.attempt_rate,
        rates.containment_rate,
        rates.abandonment_rate,
        rates.verified_deflection_rate,
        rates.band_low,
        rates.band_high,
        {{ band_position(
            'rates.deflection_rate', 'rates.band_low', 'rates.band_high'
        ) }} as band_position,
        rates.resolution_csat_delta,
        rates.delayed_csat_delta,
        rates.bot_csat_delta,
        rates.bot_delayed_csat_delta,
        rates.handoff_csat_delta,
        rates.min_detectable,
        rates.delta_pre_deployment,
        holdouts.holdout_delta,
        holdouts.holdout_delta_low,
        holdouts.holdout_delta_high,
        verdicts.verdict,
        case
            when verdicts.verdict in ('held', 'protected') then rates.deflection_rate
        end as protected_deflection,
        {{ protected_savings() }} as protected_savings,
        {{ headline() }} as headline
    from weeks
    inner join deployments on weeks.deployment_id = deployments.deployment_id
    inner join verdicts
        on
            weeks.deployment_id = verdicts.deployment_id
            and weeks.week = verdicts.week
            and weeks.archetype = verdicts.archetype
    inner join rates
        on
            weeks.deployment_id = rates.deployment_id
            and weeks.week = rates.week
            and weeks.archetype = rates.archetype
    left join holdouts
        on
            weeks.deployment_id = holdouts.deployment_id
            and weeks.week = holdouts.week
            and weeks.archetype = holdouts.archetype
            and holdouts.slice = 'archetype'
            and holdouts.measure = 'resolution_csat'

)

select * from final
order by deployment_id, week, archetype
