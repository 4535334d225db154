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

    select distinct
        unit_family,
        question
    from questions

),

in_lines as (

    select *
    from asked
    where not contains(question, chr(10))

),

batches as (

    {{ lines_of('in_lines', 'question', ['unit_family']) }}

),

found as (

    select
        patterns.scope,
        batches.unit_family,
        patterns.topic,
        patterns.weight,
        unnest({{ lines_matched('batches.lines', 'patterns') }}) as question
    from batches
    inner join patterns
        on {{ is_of_family('patterns.unit_family', 'batches.unit_family') }}

    union all

    select
        patterns.scope,
        asked.unit_family,
        patterns.topic,
        patterns.weight,
        asked.question
    from asked
    inner join patterns
        on
            {{ is_of_family('patterns.unit_family', 'asked.unit_family') }}
            and contains(asked.question, chr(10))
            and {{ fits_pattern('asked.question') }}

),

matched as (

    select
        scope,
        unit_family,
        question,
        topic,
        sum(weight) as weight,
        max(weight) as most_weight
    from found
    group by scope, unit_family, question, topic

),

ranked as (

    select
        *,
        row_number() over (
            partition by scope, unit_family, question
            order by weight desc, topic asc
        ) as place
    from matched
    where weight > 0 and most_weight >= 3

),

final as (

    select
        scope,
        unit_family,
        question,
        topic
    from ranked
    where place = 1 and topic != 'none'

)

select * from final
