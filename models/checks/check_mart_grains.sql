-- One row per mart whose key is not unique. As many refs as there are marts.

with

offenders as (

    {{ unique_grain(ref('fct_tickets'), 'fct_tickets', ['ticket_id']) | indent(4) }}

    union all

    {{ unique_grain(ref('panel_weekly'), 'panel_weekly', [
        'deployment_id', 'week', 'slice', 'archetype', 'segment', 'channel', 'measure'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('gate'), 'gate', [
        'deployment_id', 'rule', 'slice', 'archetype', 'segment'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('gate_by_mode'), 'gate_by_mode', [
        'gate_mode', 'deployment_id', 'rule', 'slice', 'archetype', 'segment'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('action_items'), 'action_items', [
        'deployment_id', 'week', 'rule', 'archetype', 'segment'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('breach_tickets'), 'breach_tickets', [
        'deployment_id', 'rule', 'archetype', 'segment', 'ticket_id'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('deflection_weekly'), 'deflection_weekly', [
        'deployment_id', 'week', 'archetype'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('deflection_policy'), 'deflection_policy', [
        'deployment_id', 'archetype'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('exclusions'), 'exclusions', [
        'deployment_id', 'week', 'reason'
    ]) | indent(4) }}

    union all

    {{ unique_grain(ref('data_quality'), 'data_quality', ['table_name']) | indent(4) }}

    union all

    {{ unique_grain(ref('quarantine'), 'quarantine', [
        'table_name', 'file', 'file_row', 'reason'
    ]) | indent(4) }}

),

final as (

    select
        subject,
        message
    from offenders

)

select * from final
