-- One row per deployment, week and archetype: what the customer lives through when the
-- bot hands over.

with

panel as (

    select * from {{ ref('panel_weekly') }}

),

final as (

    select
        deployment_id,
        week,
        archetype,
        {{- share_cells([
            'context_loss_rate', 'repeat_state_rate', 'packet_complete_rate',
            'packet_acknowledged_rate', 'handoff_csat',
        ]) }},
        {{- cells('baseline', ['handoff_csat'], suffix='_baseline') }},
        {{- cells('delta', ['handoff_csat'], suffix='_delta') }},
        {{- cells('min_detectable', ['handoff_csat'], suffix='_min_detectable') }},
        {{ cell('rolling', 'repeat_state_rate') }}
        - {{ cell('rolling', 'context_loss_rate') }} as repeat_state_gap
    from panel
    where slice = 'archetype'
    group by deployment_id, week, archetype

)

select * from final
order by deployment_id, week, archetype
