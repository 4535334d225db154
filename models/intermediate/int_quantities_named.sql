-- One row per scope and quantity of a wording that has a topic, or may take it
-- from the customer's question. The topic stands in the nearest words that have one; a
-- question gives it to short sentences only ("30 days.").

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

patterns as (

    select * from {{ ref('int_patterns_scoped') }}

),

scopes as (

    select distinct scope
    from patterns

),

ranked as (

    select
        scopes.scope,
        contexts.*,
        topics.topic,
        row_number() over (
            partition by
                scopes.scope,
                contexts.wording_key,
                contexts.sentence_number,
                contexts.quantity_number
            order by
                case when topics.topic is null then 1 else 0 end,
                contexts.circle
        ) as nearness
    from contexts
    cross join scopes
    left join topics
        on
            scopes.scope = topics.scope
            and contexts.unit_family = topics.unit_family
            and contexts.words = topics.words

),

final as (

    select
        ranked.scope,
        ranked.wording_key,
        ranked.sentence_number,
        ranked.quantity_number,
        quantities.unit,
        quantities.unit_family,
        ranked.topic
    from ranked
    inner join quantities
        on
            ranked.wording_key = quantities.wording_key
            and ranked.sentence_number = quantities.sentence_number
            and ranked.quantity_number = quantities.quantity_number
    where
        ranked.nearness = 1
        and (
            ranked.topic is not null
            or {{ is_short('quantities.sentence', 'quantities.unit_family') }}
        )

)

select * from final
