-- One row per Intercom conversation part that was landed, with what becomes of it.

with

parts as (

    select * from {{ source('intercom', 'conversation_part_history') }}

),

bot_identities as (

    select * from {{ ref('bot_identities') }}

),

bots as (

    select distinct value as author_id
    from bot_identities
    where helpdesk = 'intercom' and kind = 'user_id'

),

assigned_bots as (

    select author_id as assigned_to_id
    from bots

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
    from parts

),

final as (

    select
        versions_numbered.id as part_id,
        'intercom:' || versions_numbered.conversation_id as ticket_id,
        {{ moment_of('versions_numbered.created_at') }} as sent_at,
        versions_numbered.part_type,
        versions_numbered.author_type,
        versions_numbered.author_id,
        coalesce(
            {{ boolean_of('versions_numbered.author_is_ai_answer') }}, false
        ) as is_ai_answer,
        bots.author_id is not null as is_known_bot,
        versions_numbered.part_type like '%assign%'
        and versions_numbered.assigned_to_type in ('admin', 'team', 'teammate')
        and assigned_bots.assigned_to_id is null as is_handoff,
        versions_numbered.body,
        versions_numbered.raw_file || '#conversation_part_history' as raw_file,
        versions_numbered.raw_row,
        case
            when versions_numbered.version_number > 1 then 'superseded'
            when not {{ boolean_of('versions_numbered._fivetran_active') }}
                then 'deleted'
            when versions_numbered.part_type in ('open', 'close') then 'used'
            when versions_numbered.part_type like '%assign%' then 'used'
            when versions_numbered.body is null then 'no_message'
            else 'used'
        end as fate
    from versions_numbered
    left join bots
        on versions_numbered.author_id = bots.author_id
    left join assigned_bots
        on versions_numbered.assigned_to_id = assigned_bots.assigned_to_id

)

select * from final
