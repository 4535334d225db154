-- One row per deployment, week and archetype: policies that the bot invented, refunds
-- that it promised or paid, and how much of it anybody has read.

with

panel as (

    select * from {{ ref('panel_weekly') }}

),

suspected as (

    select * from {{ ref('int_incidents_suspected') }}

),

sample_readings as (

    select * from {{ ref('int_sample_readings') }}

),

readings as (

    select
        *,
        {{ wrong_effective() }} as wrong_effective,
        {{ zero_count_guess('conversation_count', 'read_count') }} as missed_guess
    from sample_readings

),

by_week as (

    select
        deployment_id,
        week,
        archetype,
        {{- total_cells([
            'policy_incidents_1', 'policy_incidents_2', 'policy_incidents_3',
            'policy_incidents_4',
        ], 'bigint') }},
        {{- total_cells(['refund_overquoted', 'refund_overpaid'], 'decimal(18, 2)') }},
        {{- share_cells(['refund_accuracy', 'refund_unentitled', 'qa_sample_rate']) }}
    from panel
    where slice = 'archetype'
    group by deployment_id, week, archetype

),

final as (

    select
        by_week.*,
        coalesce(suspected.suspected_count, 0) as suspected_count,
        coalesce(suspected.suspected_p0_count, 0) as suspected_p0_count,
        coalesce(readings.conversation_count, 0) as conversation_count,
        coalesce(readings.sampled_count, 0) as sampled_count,
        coalesce(readings.read_count, 0) as read_count,
        cast(1000 * readings.wrong_estimate as double)
        / nullif(readings.covered_count, 0)
            as incidents_per_1000,
        1000 * {{ wilson_low(
            'readings.wrong_effective', 'readings.effective_count', z_interval()
        ) }} as incidents_per_1000_low,
        1000 * {{ wilson_high(
            'readings.wrong_effective', 'readings.effective_count', z_interval()
        ) }} as incidents_per_1000_high,
        case
            when readings.wrong_count = 0
                then {{ zero_count_bound(
                    'readings.conversation_count', 'readings.read_count',
                    'readings.missed_guess'
                ) }}
        end as missed_at_most
    from by_week
    left join suspected
        on
            by_week.deployment_id = suspected.deployment_id
            and by_week.week = suspected.week
            and by_week.archetype = suspected.archetype
    left join readings
        on
            by_week.deployment_id = readings.deployment_id
            and by_week.week = readings.week
            and by_week.archetype = readings.archetype

)

select * from final
order by deployment_id, week, archetype
