-- One row per panel archetype and week: its tier, band and place on the deflection list
-- as they held then. A revised band does not rewrite history; long_tail has none.

with

slice_weeks as (

    select * from {{ ref('int_slice_weeks') }}

),

archetypes as (

    select * from {{ ref('archetypes') }}

),

archetype_weeks as (

    select
        archetype,
        week
    from slice_weeks
    where slice = 'archetype' and archetype <> 'long_tail'
    group by archetype, week

),

ranked as (

    select
        archetype_weeks.archetype,
        archetype_weeks.week,
        archetypes.tier,
        archetypes.band_low,
        archetypes.band_high,
        archetypes.in_deflection_list,
        row_number() over (
            partition by archetype_weeks.archetype, archetype_weeks.week
            order by archetypes.valid_from desc nulls last
        ) as choice
    from archetype_weeks
    inner join archetypes
        on
            archetype_weeks.archetype = archetypes.archetype
            and coalesce(archetypes.valid_from, archetype_weeks.week)
            <= archetype_weeks.week

),

final as (

    select
        archetype,
        week,
        tier,
        band_low,
        band_high,
        in_deflection_list
    from ranked
    where choice = 1

)

select * from final
