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

final as (

    select
        messages.message_id,
        messages.ticket_id,
        tickets.deployment_id,
        coalesce(scopes.scope, '') as scope,
        messages.sent_at,
        texts.text_key,
        texts.wording_key
    from messages
    inner join texts
        on messages.body = texts.body
    inner join wordings
        on texts.wording_key = wordings.wording_key
    inner join tickets
        on messages.ticket_id = tickets.ticket_id
    left join scopes
        on tickets.deployment_id = scopes.scope
    where messages.author = 'bot'

)

select * from final
