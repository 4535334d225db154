-- One row per bot message, topic and quantity (unit and amount) that it states.
-- A quantity takes its topic from the nearest words that have one. Yes is 1, no is 0.

with

quantities as (

    select * from {{ ref('int_quantities_stated') }}

),

contexts as (

    select * from {{ ref('int_quantity_contexts') }}

),

topics as (

    select * from {{ ref('int_topics_found') }}

),

answers as (

    select * from {{ ref('int_answers_stated') }}

),

ranked as (

    select
        contexts.message_id,
        contexts.sentence_number,
        contexts.quantity_number,
        topics.topic,
        row_number() over (
            partition by
                contexts.message_id, contexts.sentence_number, contexts.quantity_number
            order by contexts.circle
        ) as nearness
    from contexts
    inner join topics
        on
            contexts.deployment_id = topics.deployment_id
            and contexts.unit_family = topics.unit_family
            and contexts.words = topics.words

),

stated as (

    select
        quantities.message_id,
        quantities.ticket_id,
        quantities.deployment_id,
        quantities.sent_at,
        ranked.topic,
        quantities.unit,
        quantities.amount
    from quantities
    inner join ranked
        on
            quantities.message_id = ranked.message_id
            and quantities.sentence_number = ranked.sentence_number
            and quantities.quantity_number = ranked.quantity_number
    where ranked.nearness = 1

    union all

    select
        message_id,
        ticket_id,
        deployment_id,
        sent_at,
        topic,
        'boolean' as unit,
        cast(case when is_yes then 1 else 0 end as decimal(18, 2)) as amount
    from answers

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

)

select * from final
