-- One row per screened bot message and sentence: what it says, and the one before it.
-- A question, something imagined or an echo of the customer asserts nothing.

with

messages as (

    select * from {{ ref('int_bot_messages_screened') }}

),

listed as (

    select
        *,
        {{ sentences_of('said') }} as sentences
    from messages

),

numbered as (

    select
        *,
        {{ numbers_of('sentences') }} as sentence_number
    from listed

),

sentences as (

    select
        *,
        trim({{ element_of('sentences', 'sentence_number') }}) as sentence
    from numbered

),

spoken as (

    select
        *,
        lag(sentence) over (partition by message_id order by sentence_number)
            as sentence_before
    from sentences
    where sentence != ''

),

final as (

    select
        message_id,
        cast(sentence_number as bigint) as sentence_number,
        ticket_id,
        deployment_id,
        sent_at,
        sentence,
        sentence_before,
        may_state_quantity and {{ may_state_quantity('sentence') }}
            as may_state_quantity,
        may_state_yes_or_no and {{ may_state_yes_or_no('sentence') }}
            as may_state_yes_or_no,
        may_claim_action and {{ may_claim_action('sentence') }} as may_claim_action
    from spoken
    where
        sentence not like '%?'
        and not {{ is_hypothetical('sentence') }}
        and not {{ is_echo('sentence') }}

)

select * from final
