-- One row per Zendesk ticket row that was landed, with what becomes of it.
-- Extracts overlap: of a ticket's versions the newest is used, unless it is deleted.

with

tickets as (

    select * from {{ source('zendesk', 'ticket') }}

),

versions_numbered as (

    select
        *,
        row_number() over (
            partition by id
            order by {{ moment_of('updated_at') }} desc nulls last, raw_file, raw_row
        ) as version_number
    from tickets

),

final as (

    select
        id as zendesk_id,
        'zendesk:' || id as ticket_id,
        {{ moment_of('created_at') }} as opened_at,
        {{ moment_of('updated_at') }} as updated_at,
        requester_id,
        status,
        via_channel,
        merged_ticket_ids,
        custom_segment,
        custom_intent,
        custom_bot_outcome,
        custom_bot_version,
        try_cast(custom_bot_confidence as double) as bot_confidence,
        {{ boolean_of('custom_intent_passed') }} as intent_passed,
        {{ boolean_of('custom_account_state_passed') }} as account_state_passed,
        {{ boolean_of('custom_summary_passed') }} as summary_passed,
        {{ boolean_of('custom_agent_asked_restate') }} as agent_asked_restate,
        {{ boolean_of('custom_packet_acknowledged') }} as packet_acknowledged,
        raw_file || '#ticket' as raw_file,
        raw_row,
        case
            when version_number > 1 then 'superseded'
            when status = 'deleted' then 'deleted'
            else 'used'
        end as fate
    from versions_numbered

)

select * from final
