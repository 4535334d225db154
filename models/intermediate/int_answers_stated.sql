-- One row per scope, wording of a bot, topic and answer on it, yes or no.
-- Amounts speak for themselves, and what holds from an order value on is no yes or no.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

patterns as (

    select * from {{ ref('int_patterns_scoped') }}

),

answers as (

    select
        wording_key,
        sentence,
        may_state_quantity
    from sentences
    where
        may_state_yes_or_no
        and not regexp_matches(
            sentence, '(?:order|purchase|spend|over|above)[^,]* [$€£]?0'
        )

),

wordings as (

    select distinct
        sentence,
        may_state_quantity
    from answers

),

matched as (

    select
        patterns.scope,
        wordings.sentence,
        wordings.may_state_quantity,
        patterns.topic,
        max(case when patterns.unit_family = 'no' then 1 else 0 end) as is_no
    from wordings
    inner join patterns
        on {{ fits_pattern('wordings.sentence') }}
    where
        (
            patterns.unit_family = 'no'
            and (patterns.topic like '%fee' or not wordings.may_state_quantity)
        )
        or (patterns.unit_family = 'yes' and not wordings.may_state_quantity)
    group by
        patterns.scope, wordings.sentence, wordings.may_state_quantity,
        patterns.topic

),

final as (

    select distinct
        matched.scope,
        answers.wording_key,
        matched.topic,
        matched.is_no = 0 as is_yes
    from answers
    inner join matched
        on
            answers.sentence = matched.sentence
            and answers.may_state_quantity = matched.may_state_quantity

)

select * from final
