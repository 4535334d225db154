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

-- what is put in other words claims nothing that it did not claim before
reworded as (

    select
        sentence,
        clause_number,
        {{ main_clause('clause') }} as clause
    from spoken
    where {{ may_claim_action('clause') }}

),

claiming as (

    select
        *,
        {{ active_voice('clause') }} as words
    from reworded
    where
        {{ may_claim_action('clause') }}
        and not {{ is_echo("replace(clause, 'your request for', '')") }}

),

voiced as (

    select
        sentence,
        clause_number,
        {{ passive_voice('words') }} as words
    from claiming

),

completed as (

    select
        sentence,
        clause_number,
        {{ with_elliptic_passive('words') }} as words
    from voiced
    where not {{ is_conditional('sentence') }} or contains(words, 'i have ')

),

final as (

    select
        sentences.wording_key,
        sentences.sentence_number,
        cast(completed.clause_number as bigint) as clause_number,
        sentences.sentence,
        completed.words
    from sentences
    inner join completed
        on sentences.sentence = completed.sentence

)

select * from final
