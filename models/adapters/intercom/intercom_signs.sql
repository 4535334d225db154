-- One row per Intercom conversation and sign that may name its bot: who spoke, the
-- workflow, its tags, its channel.
{{ config(materialized='view') }}

with

conversations as (

    select * from {{ ref('intercom_conversation_versions') }}

),

messages as (

    select * from {{ ref('intercom_messages') }}

),

conversation_tags as (

    select * from {{ source('intercom', 'conversation_tag_history') }}

),

tags as (

    select * from {{ source('intercom', 'tag') }}

),

signs as (

    select
        ticket_id,
        'user_id' as kind,
        user_id as identity
    from messages

    union all

    select
        ticket_id,
        'app' as kind,
        ai_agent_source_title as identity
    from conversations
    where fate = 'used'

    union all

    select
        'intercom:' || conversation_tags.conversation_id as ticket_id,
        'tag' as kind,
        tags.name as identity
    from conversation_tags
    inner join tags
        on conversation_tags.tag_id = tags.id
    where
        coalesce({{ boolean_of('conversation_tags._fivetran_active') }}, true)
        and not coalesce({{ boolean_of('tags._fivetran_deleted') }}, false)

    union all

    select
        ticket_id,
        'channel' as kind,
        coalesce(source_type, 'unknown') as identity
    from conversations
    where fate = 'used'

),

final as (

    select distinct
        'intercom' as helpdesk,
        ticket_id,
        kind,
        identity
    from signs
    where identity is not null

)

select * from final
