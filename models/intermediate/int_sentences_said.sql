-- One row per screened bot message and sentence: what it says, and the one before it.
-- A question, something imagined or an echo of the customer asserts nothing. What a
-- sentence says after its first 2,000 characters is not read.

with

messages as (

    select * from {{ ref('int_bot_messages_screened') }}

),

-- the same words are taken apart once, however many messages say them
texts as (

    select distinct
        text_key,
        said,
        may_state_quantity,
        may_state_yes_or_no,
        may_claim_action
    from messages

),

listed as (

    select
        text_key,
        may_state_quantity,
        may_state_yes_or_no,
        may_claim_action,
        {{ sentences_of(plain_text('said')) }} as sentences
    from texts

),

numbered as (

    select
        *,
        {{ numbers_of('sentences') }} as sentence_number
    from listed

),

sentences as (

    select
        text_key,
        sentence_number,
        may_state_quantity,
        may_state_yes_or_no,
        may_claim_action,
        substr(trim({{ element_of('sentences', 'sentence_number') }}), 1, 2000)
            as sentence
    from numbered

),

asserted as (

    select
        *,
        may_state_quantity and {{ may_state_quantity('sentence') }} as has_quantity,
        may_state_yes_or_no and {{ may_state_yes_or_no('sentence') }} as has_answer,
        may_claim_action and {{ may_claim_action('sentence') }} as has_action,
        lag(sentence) over (partition by text_key order by sentence_number)
            as sentence_before,
        sentence not like '%?'
        and not {{ is_hypothetical('sentence') }}
        and not {{ is_echo('sentence') }} as is_asserted
    from sentences
    where sentence != ''

),

final as (

    select
        messages.message_id,
        cast(asserted.sentence_number as bigint) as sentence_number,
        messages.ticket_id,
        messages.deployment_id,
        messages.sent_at,
        asserted.sentence,
        asserted.sentence_before,
        asserted.has_quantity as may_state_quantity,
        asserted.has_answer as may_state_yes_or_no,
        asserted.has_action as may_claim_action
    from messages
    inner join asserted
        on messages.text_key = asserted.text_key
    where
        asserted.is_asserted
        and (asserted.has_quantity or asserted.has_answer or asserted.has_action)

)

select * from final
