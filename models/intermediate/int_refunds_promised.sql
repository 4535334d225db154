-- One row per ticket, currency and amount of a refund that the bot promised: the first
-- message that says so.

with

messages as (

    select * from {{ ref('int_bot_messages_found') }}

),

promises as (

    select * from {{ ref('int_promises_worded') }}

),

sentences as (

    select * from {{ ref('int_sentences_quoted') }}

),

named as (

    select
        sentences.text_key,
        unnest({{ all_matches('sentences.sentence', "'" ~ money_pattern() ~ "'") }})
            as quantity
    from sentences
    inner join promises
        on
            sentences.wording_key = promises.wording_key
            and sentences.sentence_number = promises.sentence_number

),

read as (

    select
        text_key,
        {{ quantity_unit('quantity') }} as currency,
        {{ last_number('quantity') }} as number_text
    from named

),

valued as (

    select
        text_key,
        currency,
        cast({{ number_value('number_text') }} as decimal(18, 2)) as amount
    from read

),

ranked as (

    select
        messages.*,
        valued.currency,
        valued.amount,
        row_number() over (
            partition by messages.ticket_id, valued.currency, valued.amount
            order by messages.sent_at, messages.message_id
        ) as place
    from messages
    inner join valued
        on messages.text_key = valued.text_key

),

final as (

    select
        ticket_id,
        currency,
        amount,
        message_id,
        deployment_id,
        sent_at
    from ranked
    where place = 1 and amount > 0

)

select * from final
