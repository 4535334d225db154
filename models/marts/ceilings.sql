-- One row per deployment and listed archetype: what its best four weeks reached under
-- held or protected satisfaction, and a band around it where the mix has moved.

with

pairs as (

    select * from {{ ref('deflection_weekly') }}

),

panel as (

    select * from {{ ref('panel_weekly') }}

),

mixes as (

    select * from {{ ref('mix_shift') }}

),

moved as (

    select
        deployment_id,
        psi_archetype,
        row_number() over (
            partition by deployment_id
            order by week desc
        ) as recency
    from mixes
    where measure = 'resolution_csat' and psi_archetype is not null

),

reached as (

    select
        pairs.deployment_id,
        pairs.archetype,
        pairs.week,
        pairs.tier,
        pairs.band_low,
        pairs.band_high,
        case
            when pairs.verdict in ('held', 'protected') and panel.rolling_weeks = 4
                then panel.rolling
        end as rolling
    from pairs
    inner join panel
        on
            pairs.deployment_id = panel.deployment_id
            and pairs.archetype = panel.archetype
            and pairs.week = panel.week
    where
        pairs.tier is not null
        and panel.slice = 'archetype'
        and panel.measure = 'deflection_rate'

),

ranked as (

    select
        deployment_id,
        archetype,
        week,
        rolling as ceiling,
        first_value(tier) over newest_first as tier,
        first_value(band_low) over newest_first as band_low,
        first_value(band_high) over newest_first as band_high,
        row_number() over (
            partition by deployment_id, archetype
            order by rolling desc nulls last, week desc
        ) as place
    from reached
    window
        newest_first as (
            partition by deployment_id, archetype
            order by week desc
        )

),

final as (

    select
        ranked.deployment_id,
        ranked.archetype,
        ranked.tier,
        ranked.band_low,
        ranked.band_high,
        ranked.ceiling,
        case when ranked.ceiling is not null then ranked.week end as ceiling_week,
        moved.psi_archetype,
        case
            when ranked.ceiling is null then 'unproven'
            when ranked.ceiling between ranked.band_low and ranked.band_high
                then 'confirmed'
            else 'revised'
        end as verdict,
        case
            when moved.psi_archetype > 0.1 and ranked.ceiling is not null
                then greatest(
                    round(ranked.ceiling) - ranked.band_high + ranked.band_low, 0
                )
        end as proposed_band_low,
        case when moved.psi_archetype > 0.1 then round(ranked.ceiling) end
            as proposed_band_high
    from ranked
    left join moved
        on ranked.deployment_id = moved.deployment_id and moved.recency = 1
    where ranked.place = 1

)

select * from final
order by deployment_id, archetype
