-- One row per scope, family of units and question of a customer: the topic that a short
-- answer with such a quantity takes from it.

with

questions as (

    select * from {{ ref('int_questions_before') }}

),

patterns as (

    select * from {{ ref('int_patterns_scoped') }}

),

asked as (

    select
        unit_family,
        question as words
    from questions

),

matched as (

    {{ topics_of('asked') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by scope, unit_family, words
            order by weight desc, topic asc
        ) as place
    from matched
    where weight > 0 and is_named

),

final as (

    select
        scope,
        unit_family,
        words as question,
        topic
    from ranked
    where place = 1 and topic != 'none'

)

select * from final
