-- One row per panel cell: its week's counts and value, and whether they can be judged.
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
        {%- for part in measure_parts() %}
        case when instrumented.is_instrumented then counts.{{ part }} end as {{ part }},
        {%- endfor %}
        case
            when instrumented.is_instrumented
                then {{ measure_value('counts.numerator', 'counts.denominator') }}
        end as value
    from counts
    cross join watermark
    inner join kpis on counts.measure = kpis.measure
    inner join instrumented
        on
            counts.deployment_id = instrumented.deployment_id
            and counts.measure = instrumented.measure

)

select * from final
