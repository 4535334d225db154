-- One row per bot message and family of units of a quantity in a short sentence that
-- names no topic: what the customer said just before. Every number reads 0.

with

quantities as (

    select * from {{ ref('int_quantities_named') }}

),

bot_messages as (

    select * from {{ ref('int_bot_messages_found') }}

),

messages as (

    select * from {{ ref('stg_messages') }}

),

asking as (

    select distinct
        bot_messages.message_id,
        bot_messages.ticket_id,
        quantities.unit_family,
        bot_messages.sent_at
    from bot_messages
    inner join quantities
        on
            bot_messages.scope = quantities.scope
            and bot_messages.wording_key = quantities.wording_key
    where quantities.topic is null

),

ranked as (

    select
        asking.message_id,
        asking.unit_family,
        asking.ticket_id,
        messages.body,
        row_number() over (
            partition by asking.message_id, asking.unit_family
            order by messages.sent_at desc, messages.message_id desc
        ) as recency
    from asking
    inner join messages
        on
            asking.ticket_id = messages.ticket_id
            and asking.sent_at >= messages.sent_at
    where messages.author = 'customer' and messages.body is not null

),

final as (

    select
        message_id,
        unit_family,
        ticket_id,
        {{ without_numbers(plain_text('lower(body)')) }} as question
    from ranked
    where recency = 1

)

select * from final
