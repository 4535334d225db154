-- One row per quantity of a wording and circle of words around it, the
-- nearest first: where its topic may stand. The sentence before counts for short
-- sentences only ("It is 30 days").

with

quantities as (

    select * from {{ ref('int_quantities_stated') }}

),

around as (

    select
        *,
        {{ without_anchor('words_after') }} as words_following,
        {{ without_anchor('clause_after') }} as clause_following,
        {{ names_no_subject('clause_before') }} as is_subject_after
    from quantities

),

circles as (
    {% for words, condition in [
        (named_after('words_following'), 'true'),
        ('clause_before', 'true'),
        ('clause_following', 'is_subject_after'),
        (without_anchor('words_before'), 'true'),
        ('clause_following', 'true'),
        ('words_following', 'true'),
        (without_anchor('sentence'), 'true'),
        (without_anchor('sentence_before'), is_short('sentence', 'unit_family')),
    ] -%}
        select
            wording_key,
            sentence_number,
            quantity_number,
            {{ loop.index }} as circle,
            unit_family,
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
        wording_key,
        sentence_number,
        quantity_number,
        cast(circle as bigint) as circle,
        unit_family,
        words
    from circles
    where words is not null and trim(words) != ''

)

select * from final
