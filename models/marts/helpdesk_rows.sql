-- One row per helpdesk table and fate of its rows: used, or why an adapter left them
-- out. Conservation is counted on what adapters give; this is the note to it.

with

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

chat_events as (

    select * from {{ ref('zendesk_chat_events') }}

),

conversations as (

    select * from {{ ref('intercom_conversation_versions') }}

),

parts as (

    select * from {{ ref('intercom_part_versions') }}

),

handovers as (

    select * from {{ ref('conversations_linked') }}

),

links as (

    select * from {{ source('links', 'conversation_links') }}

),

final as (

    select
        'zendesk.ticket' as table_name,
        fate,
        count(*) as row_count
    from tickets
    group by fate

    union all

    select
        'zendesk.ticket_chat_event' as table_name,
        fate,
        count(*) as row_count
    from chat_events
    group by fate

    union all

    select
        'intercom.conversation_history' as table_name,
        fate,
        count(*) as row_count
    from conversations
    group by fate

    union all

    select
        'intercom.conversation_part_history' as table_name,
        fate,
        count(*) as row_count
    from parts
    group by fate

    union all

    select
        'links.conversation_links' as table_name,
        case
            when handovers.ticket_id is not null then 'used' else 'unmatched'
        end as fate,
        count(*) as row_count
    from links
    left join handovers
        on
            handovers.is_handover
            and links.ticket_id = handovers.ticket_id
            and links.conversation_id = handovers.conversation_id
    group by case when handovers.ticket_id is not null then 'used' else 'unmatched' end

)

select * from final
