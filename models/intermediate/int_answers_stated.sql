-- One row per sentence of a bot and topic on which it says yes or no.
-- Amounts speak for themselves, and what holds from an order value on is no yes or no.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

patterns as (

    select * from {{ ref('policy_patterns') }}

),

answers as (

    select
        *,
        regexp_replace(sentence, '[0-9]+', '0', 'g') as words
    from sentences
    where may_state_yes_or_no

),

wordings as (

    select distinct
        deployment_id,
        words,
        may_state_quantity
    from answers
    where not regexp_matches(words, '(?:order|purchase|spend|over|above)[^,]* [$€£]?0')

),

matched as (

    select
        wordings.deployment_id,
        wordings.words,
        patterns.topic,
        max(case when patterns.unit_family = 'no' then 1 else 0 end) as is_no
    from wordings
    inner join patterns
        on
            coalesce(patterns.deployment_id, wordings.deployment_id)
            = wordings.deployment_id
            and {{ fits_pattern('wordings.words') }}
    where
        patterns.unit_family = 'no'
        or (patterns.unit_family = 'yes' and not wordings.may_state_quantity)
    group by wordings.deployment_id, wordings.words, patterns.topic

),

final as (

    select
        answers.message_id,
        answers.sentence_number,
        answers.ticket_id,
        answers.deployment_id,
        answers.sent_at,
        matched.topic,
        matched.is_no = 0 as is_yes
    from answers
    inner join matched
        on
            answers.deployment_id = matched.deployment_id
            and answers.words = matched.words

)

select * from final
