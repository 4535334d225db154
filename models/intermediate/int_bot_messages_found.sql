-- One row per bot message in whose wording a check found something: its text and its
-- wording, by which what was found comes back to the message.

with

messages as (

    select * from {{ ref('stg_messages') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

texts as (

    select * from {{ ref('int_bot_texts') }}

),

wordings as (

    select * from {{ ref('int_wordings_found') }}

),

patterns as (

    select * from {{ ref('int_patterns_scoped') }}

),

scopes as (

    select distinct scope
    from patterns

),

texts_found as (

    select
        texts.body,
        md5(texts.body) as text_key,
        texts.wording_key
    from texts
    inner join wordings
        on texts.wording_key = wordings.wording_key

),

final as (

    select
        messages.message_id,
        messages.ticket_id,
        tickets.deployment_id,
        coalesce(scopes.scope, '') as scope,
        messages.sent_at,
        texts_found.text_key,
        texts_found.wording_key
    from messages
    inner join texts_found
        on messages.body = texts_found.body
    inner join tickets
        on messages.ticket_id = tickets.ticket_id
    left join scopes
        on tickets.deployment_id = scopes.scope
    where messages.author = 'bot'

)

select * from final
