-- One row per panel cell: its week's counts, value and target, and whether it can be
-- judged.
-- Not instrumented is not zero: such a cell has no numbers at all.

with

counts as (

    select * from {{ ref('int_measure_counts') }}

),

kpis as (

    select * from {{ ref('kpis') }}

),

instrumented as (

    select * from {{ ref('int_measures_instrumented') }}

),

archetypes as (

    select * from {{ ref('int_archetypes_in_force') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

final as (

    select
        counts.deployment_id,
        counts.week,
        counts.slice,
        counts.archetype,
        counts.segment,
        counts.channel,
        counts.measure,
        kpis.unit,
        counts.slice_number,
        counts.is_after_launch,
        {{ local_time('watermark.as_of') }}
        >= counts.week + (7 + kpis.maturity_days) * interval '1' day as is_mature,
        instrumented.is_instrumented,
        {% for part in measure_parts() -%}
            case when instrumented.is_instrumented then counts.{{ part }} end
                as {{ part }},
        {% endfor -%}
        case
            when instrumented.is_instrumented
                then {{ measure_value('counts.numerator', 'counts.denominator') }}
        end as value,
        archetypes.tier,
        archetypes.in_deflection_list,
        case
            when counts.measure = 'deflection_rate' and counts.slice = 'archetype'
                then archetypes.band_low
        end as target_low,
        case
            when counts.measure = 'deflection_rate' and counts.slice = 'archetype'
                then archetypes.band_high
        end as target_high
    from counts
    cross join watermark
    inner join kpis on counts.measure = kpis.measure
    inner join instrumented
        on
            counts.deployment_id = instrumented.deployment_id
            and counts.measure = instrumented.measure
    left join archetypes
        on
            counts.archetype = archetypes.archetype
            and counts.week = archetypes.week

)

select * from final
