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

final as (

    select
        scope,
        unit_family,
        words as question,
        topic
    from matched
    where place = 1

)

select * from final
