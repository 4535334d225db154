-- One row per deployment, archetype and week after launch: is deflection above its band
-- while containment has fallen for two mature weeks? Then people go round in circles.

with

measures as (

    select * from {{ ref('int_measures_compared') }}

),

deflections as (

    select * from measures
    where measure = 'deflection_rate' and slice = 'archetype' and is_after_launch

),

containments as (

    select
        deployment_id,
        archetype,
        week,
        is_mature and round(wow, 9) < 0
        and round(lag(wow) over (
            partition by deployment_id, archetype
            order by week
        ), 9) < 0 as is_falling
    from measures
    where measure = 'containment_rate' and slice = 'archetype'

),

final as (

    select
        deflections.deployment_id,
        deflections.archetype,
        deflections.week,
        coalesce(
            containments.is_falling
            and round(deflections.value, 9) > deflections.target_high,
            false
        ) as is_looping,
        coalesce(
            containments.is_falling
            and {{ is_above_confirmed(
                'deflections.numerator', 'deflections.denominator',
                'deflections.target_high'
            ) }},
            false
        ) as is_looping_confirmed
    from deflections
    inner join containments
        on
            deflections.deployment_id = containments.deployment_id
            and deflections.archetype = containments.archetype
            and deflections.week = containments.week

)

select * from final
