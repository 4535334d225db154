-- One row per deployment, week and archetype: policies that the bot invented, refunds
-- that it promised or paid, and how much of it anybody has read.

with

panel as (

    select * from {{ ref('panel_weekly') }}

),

final as (

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

)

select * from final
order by deployment_id, week, archetype
