-- One row per rating that an Intercom conversation was asked for: of the AI agent, and
-- of the teammates. Two questions about two services: two surveys, never one average.
-- A remark is optional and changes nothing.

with

conversations as (

    select * from {{ ref('intercom_conversation_versions') }}

),

ratings as (

    select
        ticket_id,
        'rating' as question,
        'intercom teammate rating' as instrument,
        rating as score,
        rating_asked_at as asked_at,
        rating_changed_at as changed_at,
        updated_at,
        raw_file || '#rating' as raw_file,
        raw_row
    from conversations
    where fate = 'used' and (rating is not null or rating_asked_at is not null)

    union all

    select
        ticket_id,
        'ai_agent_rating' as question,
        'intercom ai agent rating' as instrument,
        ai_agent_rating as score,
        ai_agent_rating_asked_at as asked_at,
        ai_agent_rating_changed_at as changed_at,
        updated_at,
        raw_file || '#ai_agent_rating' as raw_file,
        raw_row
    from conversations
    where
        fate = 'used'
        and (ai_agent_rating is not null or ai_agent_rating_asked_at is not null)

),

final as (

    select
        ticket_id || ':' || question as survey_id,
        ticket_id,
        coalesce(asked_at, changed_at, updated_at) as sent_at,
        case
            when score is not null then coalesce(changed_at, asked_at, updated_at)
        end as responded_at,
        score,
        cast(1 as double) as scale_min,
        cast(5 as double) as scale_max,
        cast(4 as double) as satisfied_from,
        instrument,
        raw_file,
        raw_row
    from ratings

)

select * from final
