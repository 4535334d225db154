-- One row per mart whose key is not unique. As many refs as there are marts; those of
-- single tickets are in check_ticket_grains.

{%- set grains = [
    (ref('panel_weekly'), 'panel_weekly', [
        'deployment_id', 'week', 'slice', 'archetype', 'segment', 'channel', 'measure',
    ]),
    (ref('gate'), 'gate', ['deployment_id', 'rule', 'slice', 'archetype', 'segment']),
    (ref('gate_by_mode'), 'gate_by_mode', [
        'gate_mode', 'deployment_id', 'rule', 'slice', 'archetype', 'segment',
    ]),
    (ref('action_items'), 'action_items', [
        'deployment_id', 'week', 'rule', 'archetype', 'segment',
    ]),
    (ref('breach_tickets'), 'breach_tickets', [
        'deployment_id', 'rule', 'archetype', 'segment', 'ticket_id',
    ]),
    (ref('policy_incidents'), 'policy_incidents', ['incident_id']),
    (ref('qa_sample'), 'qa_sample', ['ticket_id', 'week']),
    (ref('deflection_weekly'), 'deflection_weekly', [
        'deployment_id', 'week', 'archetype',
    ]),
    (ref('csat_weekly'), 'csat_weekly', [
        'deployment_id', 'week', 'slice', 'archetype', 'segment', 'channel', 'latency',
    ]),
    (ref('handoff_weekly'), 'handoff_weekly', ['deployment_id', 'week', 'archetype']),
    (ref('leading_weekly'), 'leading_weekly', ['deployment_id', 'week', 'archetype']),
    (ref('policy_weekly'), 'policy_weekly', ['deployment_id', 'week', 'archetype']),
    (ref('panel_monthly'), 'panel_monthly', [
        'deployment_id', 'month', 'slice', 'archetype', 'segment', 'channel', 'measure',
    ]),
    (ref('panel_quarterly'), 'panel_quarterly', [
        'deployment_id', 'quarter', 'slice', 'archetype', 'segment', 'channel',
        'measure',
    ]),
    (ref('mix_shift'), 'mix_shift', ['deployment_id', 'week', 'measure']),
    (ref('definition_compare'), 'definition_compare', [
        'deployment_id', 'week', 'archetype', 'definition',
    ]),
    (ref('deflection_policy'), 'deflection_policy', ['deployment_id', 'archetype']),
    (ref('archetype_audit'), 'archetype_audit', ['deployment_id', 'archetype']),
    (ref('ceilings'), 'ceilings', ['deployment_id', 'archetype']),
    (ref('changes'), 'changes', [
        'deployment_id', 'week', 'archetype', 'kind', 'what',
    ]),
    (ref('confidence_tuning'), 'confidence_tuning', [
        'deployment_id', 'archetype', 'threshold',
    ]),
    (ref('desk_deployments'), 'desk_deployments', ['deployment_id']),
    (ref('knowledge_base'), 'knowledge_base', ['deployment_id', 'document_id']),
    (ref('ledger_entries'), 'ledger_entries', [
        'entry', 'deployment_id', 'week', 'rule', 'slice', 'archetype', 'segment',
    ]),
    (ref('limits_in_force'), 'limits_in_force', [
        'rule', 'measure', 'scope_type', 'scope',
    ]),
    (ref('measure_catalogue'), 'measure_catalogue', ['measure']),
    (ref('policy_accuracy'), 'policy_accuracy', ['check_name', 'labelled_set']),
    (ref('version_compare'), 'version_compare', ['deployment_id', 'bot_version']),
    (ref('readiness_archetypes'), 'readiness_archetypes', [
        'deployment_id', 'archetype', 'measure',
    ]),
    (ref('readiness_feeds'), 'readiness_feeds', ['deployment_id', 'feed', 'measure']),
    (ref('waivers_granted'), 'waivers_granted', [
        'rule', 'deployment_id', 'archetype', 'segment', 'created_on',
    ]),
    (ref('exclusions'), 'exclusions', ['deployment_id', 'week', 'reason']),
    (ref('data_quality'), 'data_quality', ['table_name']),
    (ref('helpdesk_rows'), 'helpdesk_rows', ['table_name', 'fate']),
    (ref('quarantine'), 'quarantine', ['table_name', 'file', 'file_row', 'reason']),
] %}

with

offenders as (

    {{ unique_grains(grains) | indent(4) }}

),

final as (

    select
        subject,
        message
    from offenders

)

select * from final
