-- One row per wording of a bot and clause in which it may say that it did something.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

wordings as (

    select distinct sentence
    from sentences
    where may_claim_action

),

listed as (

    select
        *,
        {{ clauses_of('sentence') }} as clauses
    from wordings

),

numbered as (

    select
        *,
        {{ numbers_of('clauses') }} as clause_number
    from listed

),

spoken as (

    select
        sentence,
        clause_number,
        {{ element_of('clauses', 'clause_number') }} as clause
    from numbered

),

claiming as (

    select
        *,
        {{ done_voice('clause') }} as words
    from spoken
    where {{ may_claim_action('clause') }} and not {{ is_undone('clause') }}

),

final as (

    select
        sentences.wording_key,
        sentences.sentence_number,
        cast(claiming.clause_number as bigint) as clause_number,
        sentences.sentence,
        claiming.words
    from sentences
    inner join claiming
        on sentences.sentence = claiming.sentence

)

select * from final
