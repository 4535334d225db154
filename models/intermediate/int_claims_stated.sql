-- One row per bot message, topic and quantity (unit and amount) that it states.
-- Yes is 1, no is 0.

with

messages as (

    select * from {{ ref('int_bot_messages_found') }}

),

quantities as (

    select * from {{ ref('int_quantities_named') }}

),

amounts as (

    select * from {{ ref('int_quantities_valued') }}

),

questions as (

    select * from {{ ref('int_questions_before') }}

),

topics_asked as (

    select * from {{ ref('int_topics_asked') }}

),

answers as (

    select * from {{ ref('int_answers_stated') }}

),

stated as (

    select
        messages.message_id,
        messages.ticket_id,
        messages.deployment_id,
        messages.sent_at,
        coalesce(quantities.topic, topics_asked.topic) as topic,
        quantities.unit,
        amounts.amount
    from messages
    inner join quantities
        on
            messages.scope = quantities.scope
            and messages.wording_key = quantities.wording_key
    inner join amounts
        on
            messages.text_key = amounts.text_key
            and quantities.sentence_number = amounts.sentence_number
            and quantities.quantity_number = amounts.quantity_number
    left join questions
        on
            messages.message_id = questions.message_id
            and quantities.unit_family = questions.unit_family
            and quantities.topic is null
    left join topics_asked
        on
            messages.scope = topics_asked.scope
            and questions.question = topics_asked.question
            and quantities.unit_family = topics_asked.unit_family

    union all

    select
        messages.message_id,
        messages.ticket_id,
        messages.deployment_id,
        messages.sent_at,
        answers.topic,
        'boolean' as unit,
        cast(case when answers.is_yes then 1 else 0 end as decimal(18, 2)) as amount
    from messages
    inner join answers
        on
            messages.scope = answers.scope
            and messages.wording_key = answers.wording_key

),

final as (

    select distinct
        message_id,
        ticket_id,
        deployment_id,
        sent_at,
        topic,
        unit,
        amount
    from stated
    where topic is not null

)

select * from final
