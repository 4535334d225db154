-- One row per scope and quantity of a wording that has a topic, or may take it from
-- the customer's question ("30 days."). Most words decide, the nearer the more; those
-- around its sentence only where no word in it tells (of a duration: names) a topic.

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

summed as (

    select
        topics.scope,
        contexts.wording_key,
        contexts.sentence_number,
        contexts.quantity_number,
        topics.topic,
        sum(contexts.closeness * topics.weight) as weight,
        sum(case when contexts.closeness = 0 then topics.weight else 0 end)
            as weight_around,
        bool_or(contexts.closeness > 0 and (
            topics.is_named or topics.unit_family != 'duration'
        )) as is_telling,
        max(case when topics.is_named then 1 else 0 end) as is_named
    from contexts
    inner join topics
        on
            contexts.unit_family = topics.unit_family
            and contexts.words = topics.words
    group by
        topics.scope, contexts.wording_key, contexts.sentence_number,
        contexts.quantity_number, topics.topic

),

weighed as (

    select
        *,
        max(case when is_telling then weight else 0 end) over (
            partition by scope, wording_key, sentence_number, quantity_number
        ) >= {{ topic_weight() }} as is_told,
        weight + weight_around * case when is_told then 1 else 3 end as total_weight
    from summed

),

ranked as (

    select
        *,
        row_number() over (
            partition by scope, wording_key, sentence_number, quantity_number
            order by total_weight desc, topic asc
        ) as place
    from weighed
    where
        greatest(weight, total_weight) >= {{ topic_weight() }}
        and is_named = 1
        and (weight > 0 or not is_told)

),

final as (

    select
        scopes.scope,
        quantities.wording_key,
        quantities.sentence_number,
        quantities.quantity_number,
        quantities.unit,
        quantities.unit_family,
        ranked.topic
    from quantities
    cross join scopes
    left join ranked
        on
            scopes.scope = ranked.scope
            and quantities.wording_key = ranked.wording_key
            and quantities.sentence_number = ranked.sentence_number
            and quantities.quantity_number = ranked.quantity_number
            and ranked.place = 1
    where
        ranked.topic != 'none'
        or (
            ranked.topic is null
            and {{ is_short('quantities.sentence', 'quantities.unit_family') }}
        )

)

select * from final
