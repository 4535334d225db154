-- One row per Intercom message: contract messages, and who or what spoke.
-- The first words of a conversation are its source; the parts follow. A note is read
-- by no customer: it is the system's.

with

conversations as (

    select * from {{ ref('intercom_conversation_versions') }}

),

parts as (

    select * from {{ ref('intercom_part_versions') }}

),

final as (

    select
        ticket_id || ':source' as message_id,
        ticket_id,
        opened_at as sent_at,
        case
            when source_author_type in ('user', 'lead', 'contact') then 'customer'
            when source_author_type in ('admin', 'team', 'teammate') then 'agent'
            when source_author_type = 'bot' then 'bot'
            else 'system'
        end as author,
        source_body as body,
        source_author_id as user_id,
        ai_agent_source_title as app,
        false as is_answer,
        false as is_handoff,
        raw_file,
        raw_row
    from conversations
    where fate = 'used' and source_body is not null

    union all

    select
        'intercom:' || part_id as message_id,
        ticket_id,
        sent_at,
        case
            when body is null or part_type = 'note' then 'system'
            when is_known_bot or is_ai_answer or author_type = 'bot' then 'bot'
            when author_type in ('user', 'lead', 'contact') then 'customer'
            when author_type in ('admin', 'team', 'teammate') then 'agent'
            else 'system'
        end as author,
        body,
        author_id as user_id,
        cast(null as varchar) as app,
        body is not null and (is_known_bot or is_ai_answer) as is_answer,
        coalesce(is_handoff, false) as is_handoff,
        raw_file,
        raw_row
    from parts
    where fate = 'used'

)

select * from final
