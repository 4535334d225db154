-- One row per quantity of a wording and circle of words around it, the nearest first:
-- what may tell its topic, and how much it counts there. In the first two the quantity
-- itself reads ~. The sentences around its own have the closeness 0.

with

quantities as (

    select * from {{ ref('int_quantities_stated') }}

),

circles as (
    {% for words, closeness in [
        ("clause_before || '~' || counted_in || clause_after", 3),
        ("words_before || '~' || counted_in || words_after", 2),
        ('sentence', 1),
        ('sentences_around', 0),
    ] -%}
        select
            wording_key,
            sentence_number,
            quantity_number,
            {{ loop.index }} as circle,
            unit_family,
            {{ closeness }} as closeness,
            {{ words }} as words
        from quantities
        {% if not loop.last -%}
            union all
        {% endif -%}
    {% endfor -%}

),

anchored as (

    select
        *,
        {{ with_anchors('words') }} as anchored_words
    from circles

),

final as (

    select
        wording_key,
        sentence_number,
        quantity_number,
        cast(circle as bigint) as circle,
        unit_family,
        cast(closeness as bigint) as closeness,
        anchored_words as words
    from anchored
    where words is not null and trim(anchored_words) != ''

)

select * from final
