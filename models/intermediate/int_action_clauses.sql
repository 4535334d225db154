-- One row per clause in which a bot may say that it did something.

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
        {{ split_by(
            'sentence', "', | but | and (?:i|we|your|the) |: | - |\\('"
        ) }} as clauses
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
        *,
        {{ element_of('clauses', 'clause_number') }} as clause
    from numbered

),

claiming as (

    select
        *,
        regexp_replace({{ done_voice('clause') }}, '[0-9]+', '0', 'g') as wording
    from spoken
    where {{ may_claim_action('clause') }} and not {{ is_undone('clause') }}

),

final as (

    select
        sentences.message_id,
        sentences.sentence_number,
        cast(claiming.clause_number as bigint) as clause_number,
        sentences.ticket_id,
        sentences.deployment_id,
        sentences.sent_at,
        sentences.sentence,
        claiming.clause,
        claiming.wording
    from sentences
    inner join claiming
        on sentences.sentence = claiming.sentence

)

select * from final
