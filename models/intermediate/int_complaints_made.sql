-- One row per customer message that reports an invented route or an action not done,
-- after the bot had spoken in the ticket: the class that it suspects.

with

messages as (

    select * from {{ ref('stg_messages') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

phrases as (

    select * from {{ ref('complaint_phrases') }}

),

bot_messages as (

    select
        ticket_id,
        min(sent_at) as first_sent_at
    from messages
    where author = 'bot'
    group by ticket_id

),

heard as (

    select
        messages.message_id,
        messages.ticket_id,
        messages.sent_at,
        {{ lower_text('messages.body') }} as said
    from messages
    inner join bot_messages
        on
            messages.ticket_id = bot_messages.ticket_id
            and messages.sent_at > bot_messages.first_sent_at
    where messages.author = 'customer' and messages.body is not null

),

final as (

    select
        heard.message_id,
        heard.ticket_id,
        tickets.deployment_id,
        heard.sent_at,
        cast(min(phrases.class) as bigint) as finding_class
    from heard
    inner join phrases
        on contains(heard.said, lower(phrases.phrase))
    inner join tickets
        on heard.ticket_id = tickets.ticket_id
    group by heard.message_id, heard.ticket_id, tickets.deployment_id, heard.sent_at

)

select * from final
