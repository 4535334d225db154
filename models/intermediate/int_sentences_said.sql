-- One row per wording of a bot and sentence that asserts something worth a closer look:
-- what it says, and the sentences around it. Every number reads 0.
-- A question or something imagined asserts nothing, nor does an echo of the customer
-- state a quantity. What a sentence says after its first 2,000 characters is not read.

with

texts as (

    select * from {{ ref('int_bot_texts') }}

),

wordings as (

    select distinct
        wording_key,
        wording
    from texts

),

-- one cheap look at every wording spares the costly patterns most of them
screened as (

    select
        *,
        {{ may_state_quantity('wording') }} as may_state_quantity,
        {{ may_state_yes_or_no('wording') }} as may_state_yes_or_no,
        {{ may_claim_action('wording') }} as may_claim_action
    from wordings

),

listed as (

    select
        *,
        {{ sentences_of(plain_text('wording')) }} as sentences
    from screened
    where may_state_quantity or may_state_yes_or_no or may_claim_action

),

numbered as (

    select
        *,
        {{ numbers_of('sentences') }} as sentence_number
    from listed

),

sentences as (

    select
        wording_key,
        sentence_number,
        may_state_quantity,
        may_state_yes_or_no,
        may_claim_action,
        substr(trim({{ element_of('sentences', 'sentence_number') }}), 1, 2000)
            as sentence
    from numbered

),

surrounded as (

    select
        *,
        may_state_quantity and {{ may_state_quantity('sentence') }} as has_quantity,
        may_state_yes_or_no and {{ may_state_yes_or_no('sentence') }} as has_answer,
        may_claim_action and {{ may_claim_action('sentence') }} as has_action,
        concat_ws(
            ' | ',
            lag(sentence, 3) over said,
            lag(sentence, 2) over said,
            lag(sentence) over said,
            lead(sentence) over said
        ) as sentences_around
    from sentences
    where sentence != ''
    window said as (partition by wording_key order by sentence_number)

),

asserted as (

    select
        *,
        {{ is_echo('sentence') }} as is_echo
    from surrounded
    where
        (has_quantity or has_answer or has_action)
        and sentence not like '%?'
        and not {{ is_hypothetical('sentence') }}

),

final as (

    select
        wording_key,
        cast(sentence_number as bigint) as sentence_number,
        sentence,
        sentences_around,
        has_quantity and not is_echo as may_state_quantity,
        has_answer and not is_echo as may_state_yes_or_no,
        has_action as may_claim_action
    from asserted
    where has_action or not is_echo

)

select * from final
