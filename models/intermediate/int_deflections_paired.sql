-- One row per deployment, week and panel archetype: deflection, its band, and how the
-- satisfaction of the same conversations has changed.

with

panel as (

    select * from {{ ref('panel_weekly') }}

),

final as (

    select
        deployment_id,
        week,
        archetype,
        cast({{ cell('numerator', 'attempt_rate') }} as bigint) as attempted_count,
        cast({{ cell('numerator', 'deflection_rate') }} as bigint) as deflected_count,
        cast({{ cell('numerator', 'containment_rate') }} as bigint) as contained_count,
        cast({{ cell('numerator', 'abandonment_rate') }} as bigint) as abandoned_count,
        cast({{ cell('numerator', 'verified_deflection_rate') }} as bigint)
            as verified_count,
        cast({{ cell('denominator', 'verified_deflection_rate') }} as bigint)
            as followable_count,
        {{- cells('value', [
            'deflection_rate', 'attempt_rate', 'containment_rate', 'abandonment_rate',
            'verified_deflection_rate',
        ]) }},
        {{ cell('target_low', 'deflection_rate') }} as band_low,
        {{ cell('target_high', 'deflection_rate') }} as band_high,
        {{- cells('delta', [
            'resolution_csat', 'delayed_csat', 'bot_csat', 'bot_delayed_csat',
            'handoff_csat',
        ], suffix='_delta') }},
        {{ cell('min_detectable', 'resolution_csat') }} as min_detectable,
        {{ cell('delta_pre_deployment', 'resolution_csat') }} as delta_pre_deployment,
        cast({{ cell('numerator', 'refund_overpaid') }} as decimal(18, 2))
            as refund_overpaid_amount
    from panel
    where slice = 'archetype'
    group by deployment_id, week, archetype

)

select * from final
