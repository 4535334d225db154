-- One row per deployment and feed of tickets, messages, escalations and citations
-- that some staged row of the deployment fills. Excluded tickets have a say here too.

with

tickets as (

    select * from {{ ref('stg_tickets') }}

),

messages as (

    select * from {{ ref('int_messages_by_ticket') }}

),

escalations as (

    select * from {{ ref('stg_escalations') }}

),

citations as (

    select * from {{ ref('stg_citations') }}

),

tickets_filled as (

    {{ filled_columns('tickets', [
        'bot_attempted', 'bot_outcome', 'customer_id', 'bot_handle_seconds',
        'agent_handle_seconds',
    ], tickets='tickets') }}

),

messages_filled as (

    {{ filled_columns('messages', [
        'first_customer_at', 'last_bot_at', 'last_agent_at', 'first_body_at',
    ], tickets='tickets') }}

),

escalations_filled as (

    {{ filled_columns('escalations', [
        'escalation_id', 'intent_passed', 'account_state_passed', 'summary_passed',
        'agent_asked_restate', 'packet_acknowledged',
    ], tickets='tickets') }}

),

final as (

    {{- feed_rows('tickets_filled', {
        'tickets.bot_attempted': 'bot_attempted',
        'tickets.bot_outcome': 'bot_outcome',
        'tickets.customer_id': 'customer_id',
        'tickets.bot_handle_seconds': 'bot_handle_seconds',
        'tickets.agent_handle_seconds': 'agent_handle_seconds',
    }) }}
    union all
    {{- feed_rows('messages_filled', {
        'messages.author=customer': 'first_customer_at',
        'messages.author=bot': 'last_bot_at',
        'messages.author=agent': 'last_agent_at',
        'messages.body': 'first_body_at',
    }) }}
    union all
    {{- feed_rows('escalations_filled', {
        'escalations.escalation_id': 'escalation_id',
        'escalations.intent_passed': 'intent_passed',
        'escalations.account_state_passed': 'account_state_passed',
        'escalations.summary_passed': 'summary_passed',
        'escalations.agent_asked_restate': 'agent_asked_restate',
        'escalations.packet_acknowledged': 'packet_acknowledged',
    }) }}
    union all
    {{- feed_rows(
        '(' ~ filled_columns('citations', ['citation_id'], tickets='tickets') ~ ')',
        {'citations.citation_id': 'citation_id'}
    ) }}

)

select * from final
