-- One row per bot message that states a quantity: what the customer said just before.

with

quantities as (

    select * from {{ ref('int_quantities_stated') }}

),

messages as (

    select * from {{ ref('stg_messages') }}

),

stating as (

    select distinct
        message_id,
        ticket_id,
        sent_at
    from quantities

),

ranked as (

    select
        stating.message_id,
        {{ plain_text('lower(messages.body)') }} as question,
        row_number() over (
            partition by stating.message_id
            order by messages.sent_at desc, messages.message_id desc
        ) as recency
    from stating
    inner join messages
        on
            stating.ticket_id = messages.ticket_id
            and stating.sent_at >= messages.sent_at
    where messages.author = 'customer' and messages.body is not null

),

final as (

    select
        message_id,
        question
    from ranked
    where recency = 1

)

select * from final
