-- One row per Zendesk ticket that is not deleted, as a contract ticket.

with

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

statuses as (

    select * from {{ ref('zendesk_statuses') }}

),

contacts as (

    select * from {{ ref('helpdesk_contacts') }}

),

escalations as (

    select * from {{ ref('zendesk_escalations') }}

),

merged as (

    select * from {{ ref('zendesk_merges') }}

),

final as (

    select
        tickets.ticket_id,
        contacts.deployment_id,
        'zendesk:' || tickets.requester_id as customer_id,
        tickets.custom_segment as segment,
        case
            when tickets.via_channel in (
                'chat', 'native_messaging', 'messaging', 'web_messenger'
            ) then 'chat'
            when tickets.via_channel = 'web' then 'web_form'
            when tickets.via_channel in ('voice', 'phone') then 'voice'
            when tickets.via_channel in ('twitter', 'facebook') then 'social'
            else tickets.via_channel
        end as channel,
        coalesce(tickets.custom_intent, contacts.intent) as intent,
        tickets.opened_at,
        statuses.resolved_at,
        statuses.reopened_at,
        coalesce(
            statuses.closed_at,
            case
                when
                    statuses.resolved_at is null
                    and tickets.status in ('solved', 'closed')
                    then tickets.updated_at
            end
        ) as closed_at,
        contacts.is_attempted as bot_attempted,
        case
            when contacts.is_attempted
                then coalesce(
                    tickets.custom_bot_outcome,
                    {{ helpdesk_outcome(
                        'escalations.escalated_at', 'contacts'
                    ) | indent(20) }}
                )
        end as bot_outcome,
        case
            when contacts.is_attempted
                then coalesce(tickets.custom_bot_version, contacts.bot_name)
        end as bot_version,
        tickets.bot_confidence,
        cast(null as decimal(18, 6)) as bot_handle_seconds,
        cast(null as decimal(18, 6)) as agent_handle_seconds,
        cast(null as varchar) as arm,
        case when merged.zendesk_id is not null then 'merged' end as exclusion,
        tickets.raw_file,
        tickets.raw_row
    from tickets
    left join statuses
        on tickets.zendesk_id = statuses.zendesk_id
    left join contacts
        on tickets.ticket_id = contacts.ticket_id
    left join escalations
        on tickets.ticket_id = escalations.ticket_id
    left join merged
        on tickets.zendesk_id = merged.zendesk_id
    where tickets.fate = 'used'

)

select * from final
