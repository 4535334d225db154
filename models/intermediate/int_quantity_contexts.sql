-- One row per quantity and circle of words around it, the nearest first: where its
-- topic may stand. The wider circles count for short sentences only ("It is 30 days"),
-- and not for details under a label of their own ("Payment: 30 days").

with

quantities as (

    select * from {{ ref('int_quantities_stated') }}

),

questions as (

    select * from {{ ref('int_questions_before') }}

),

around as (

    select
        quantities.*,
        questions.question,
        {{ without_anchor('quantities.words_after') }} as words_following,
        {{ without_anchor('quantities.clause_after') }} as clause_following,
        {{ names_no_subject('quantities.clause_before') }} as is_subject_after,
        length(quantities.sentence) <= 80
        and not contains(quantities.sentence, ': ') as is_short
    from quantities
    left join questions
        on quantities.message_id = questions.message_id

),

circles as (
    {% for words, condition in [
        ('clause_before', 'true'),
        ('clause_following', 'is_subject_after'),
        (without_anchor('words_before'), 'true'),
        ('clause_following', 'true'),
        ('words_following', 'true'),
        (without_anchor('sentence'), 'true'),
        (without_anchor('sentence_before'), 'is_short'),
        ('question', 'is_short'),
    ] -%}
        select
            message_id,
            sentence_number,
            quantity_number,
            {{ loop.index }} as circle,
            deployment_id,
            unit_family,
            unit,
            {{ words }} as words
        from around
        where {{ condition }}
        {% if not loop.last -%}
            union all
        {% endif -%}
    {% endfor -%}

),

final as (

    select
        message_id,
        sentence_number,
        quantity_number,
        cast(circle as bigint) as circle,
        deployment_id,
        case
            when unit_family = 'duration' then 'duration'
            when unit = 'percent' then 'percent'
            else 'money'
        end as unit_family,
        regexp_replace(words, '[0-9]+', '0', 'g') as words
    from circles
    where words is not null and trim(words) != ''

)

select * from final
