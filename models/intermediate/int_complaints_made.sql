-- One row per customer message that reports an invented route or an action not done,
-- after the bot had spoken in the ticket: the class that it suspects.

with

messages as (

    select * from {{ ref('stg_messages') }}

),

customer_messages as (

    select * from {{ ref('stg_messages') }}

),

bot_messages as (

    select * from {{ ref('stg_messages') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

phrases as (

    select * from {{ ref('complaint_phrases') }}

),

-- the same words are looked at once, however many customers write them
texts as (

    select body
    from messages
    where author = 'customer' and body is not null
    group by body

),

lowered as (

    select
        body,
        {{ lower_text('body') }} as said
    from texts

),

complaining as (

    select
        lowered.body,
        min(phrases.class) as finding_class
    from lowered
    inner join phrases
        on contains(lowered.said, lower(phrases.phrase))
    group by lowered.body

),

heard as (

    select
        customer_messages.message_id,
        customer_messages.ticket_id,
        customer_messages.sent_at,
        complaining.finding_class
    from customer_messages
    inner join complaining
        on customer_messages.body = complaining.body
    where customer_messages.author = 'customer'

),

final as (

    select
        heard.message_id,
        heard.ticket_id,
        tickets.deployment_id,
        heard.sent_at,
        cast(min(heard.finding_class) as bigint) as finding_class
    from heard
    inner join bot_messages
        on
            heard.ticket_id = bot_messages.ticket_id
            and heard.sent_at > bot_messages.sent_at
    inner join tickets
        on heard.ticket_id = tickets.ticket_id
    where bot_messages.author = 'bot'
    group by heard.message_id, heard.ticket_id, tickets.deployment_id, heard.sent_at

)

select * from final
