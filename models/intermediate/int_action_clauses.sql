-- One row per clause in which a bot may say that it did something.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

listed as (

    select
        *,
        {{ split_by(
            'sentence', "', | but | and (?:i|we|your|the) |: | - |\\('"
        ) }} as clauses
    from sentences
    where may_claim_action

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

final as (

    select
        message_id,
        sentence_number,
        cast(clause_number as bigint) as clause_number,
        ticket_id,
        deployment_id,
        sent_at,
        sentence,
        clause,
        regexp_replace({{ done_voice('clause') }}, '[0-9]+', '0', 'g') as wording
    from spoken
    where {{ may_claim_action('clause') }} and not {{ is_undone('clause') }}

)

select * from final
