-- One row per Intercom conversation row that was landed, with what becomes of it.
-- The connector keeps every version of a conversation: the active one is used. An
-- export of the API has no such flag: there the newest is.

with

conversations as (

    select * from {{ source('intercom', 'conversation_history') }}

),

versions_numbered as (

    select
        *,
        row_number() over (
            partition by id
            order by
                coalesce({{ boolean_of('_fivetran_active') }}, true) desc,
                {{ moment_of('updated_at') }} desc nulls last,
                raw_file,
                raw_row
        ) as version_number
    from conversations

),

final as (

    select
        id as intercom_id,
        'intercom:' || id as ticket_id,
        {{ moment_of('created_at') }} as opened_at,
        {{ moment_of('updated_at') }} as updated_at,
        state,
        source_type,
        source_body,
        source_author_type,
        source_author_id,
        {{ moment_of('statistics_first_close_at') }} as first_close_at,
        {{ moment_of('statistics_last_close_at') }} as last_close_at,
        try_cast(conversation_rating_value as double) as rating,
        {{ moment_of('conversation_rating_created_at') }} as rating_asked_at,
        {{ moment_of('conversation_rating_updated_at') }} as rating_changed_at,
        ai_agent_source_title,
        ai_agent_last_answer_type,
        ai_agent_resolution_state,
        try_cast(ai_agent_rating as double) as ai_agent_rating,
        {{ moment_of('ai_agent_created_at') }} as ai_agent_rating_asked_at,
        {{ moment_of('ai_agent_updated_at') }} as ai_agent_rating_changed_at,
        custom_segment,
        custom_intent,
        custom_bot_version,
        {{ boolean_of('custom_intent_passed') }} as intent_passed,
        {{ boolean_of('custom_account_state_passed') }} as account_state_passed,
        {{ boolean_of('custom_summary_passed') }} as summary_passed,
        {{ boolean_of('custom_agent_asked_restate') }} as agent_asked_restate,
        {{ boolean_of('custom_packet_acknowledged') }} as packet_acknowledged,
        raw_file || '#conversation_history' as raw_file,
        raw_row,
        case
            when version_number > 1 then 'superseded'
            when not {{ boolean_of('_fivetran_active') }} then 'deleted'
            else 'used'
        end as fate
    from versions_numbered

)

select * from final
