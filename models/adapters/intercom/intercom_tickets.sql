-- One row per Intercom conversation in its active version, as a contract ticket.
-- resolution_state has other values since API 2.16; one that neither version knows is
-- passed on, so that quarantine shows it. Assumed is never confirmed.

with

conversations as (

    select * from {{ ref('intercom_conversation_versions') }}

),

closings as (

    select * from {{ ref('intercom_closings') }}

),

contacts as (

    select * from {{ ref('helpdesk_contacts') }}

),

customers as (

    select * from {{ ref('intercom_contacts') }}

),

escalations as (

    select * from {{ ref('intercom_escalations') }}

),

attempts as (

    select
        conversations.*,
        conversations.ai_agent_last_answer_type is not null
        or conversations.ai_agent_resolution_state is not null
        or coalesce(contacts.is_attempted, false) as is_attempted
    from conversations
    left join contacts
        on conversations.ticket_id = contacts.ticket_id
    where conversations.fate = 'used'

),

final as (

    select
        attempts.ticket_id,
        contacts.deployment_id,
        coalesce(
            customers.customer_id,
            case
                when attempts.source_author_type in ('user', 'lead', 'contact')
                    then 'intercom:' || attempts.source_author_id
            end
        ) as customer_id,
        attempts.custom_segment as segment,
        {{ intercom_channel('attempts.source_type') }} as channel,
        coalesce(attempts.custom_intent, contacts.intent) as intent,
        attempts.opened_at,
        coalesce(closings.first_closed_at, attempts.first_close_at) as resolved_at,
        closings.reopened_at,
        coalesce(
            closings.last_closed_at,
            attempts.last_close_at,
            case when attempts.state = 'closed' then attempts.updated_at end
        ) as closed_at,
        attempts.is_attempted as bot_attempted,
        case
            when attempts.is_attempted
                then {{ intercom_outcome(
                    'attempts.ai_agent_resolution_state',
                    'escalations.escalated_at',
                    'contacts'
                ) | indent(16) }}
        end as bot_outcome,
        case
            when attempts.is_attempted
                then coalesce(attempts.custom_bot_version, contacts.bot_name)
        end as bot_version,
        cast(null as double) as bot_confidence,
        cast(null as decimal(18, 6)) as bot_handle_seconds,
        cast(null as decimal(18, 6)) as agent_handle_seconds,
        cast(null as varchar) as arm,
        cast(null as varchar) as exclusion,
        attempts.raw_file,
        attempts.raw_row
    from attempts
    left join closings
        on attempts.ticket_id = closings.ticket_id
    left join contacts
        on attempts.ticket_id = contacts.ticket_id
    left join customers
        on attempts.ticket_id = customers.ticket_id
    left join escalations
        on attempts.ticket_id = escalations.ticket_id

)

select * from final
