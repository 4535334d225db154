-- One row per scope, wording of a bot, topic and answer on it, yes or no. A sentence
-- with an amount for the topic answers with that, and what holds from an order value on
-- is no yes or no.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

quantities as (

    select * from {{ ref('int_quantities_named') }}

),

patterns as (

    select * from {{ ref('int_patterns_scoped') }}

),

wordings as (

    select distinct sentence
    from sentences
    where
        may_state_yes_or_no
        and not regexp_matches(
            sentence,
            '(?:order|purchase|spend|over|above)[^,]* '
            || '(?:[$€£₹] ?0|0 ?(?:[$€£₹]|usd|eur|gbp|dollar|euro|pound))'
        )

),

batches as (

    {{ lines_of('wordings', 'sentence') }}

),

found as (

    select
        patterns.scope,
        patterns.topic,
        patterns.unit_family,
        patterns.weight,
        unnest({{ lines_matched('batches.lines', 'patterns') }}) as sentence
    from batches
    inner join patterns
        on
            patterns.unit_family in ('yes', 'no')

),

matched as (

    select
        scope,
        sentence,
        topic,
        sum(case when unit_family = 'no' then weight else 0 end) as no_weight,
        sum(case when unit_family = 'yes' then weight else 0 end) as yes_weight
    from found
    group by scope, sentence, topic

),

final as (

    select distinct
        matched.scope,
        sentences.wording_key,
        matched.topic,
        matched.yes_weight > matched.no_weight as is_yes
    from sentences
    inner join matched
        on sentences.sentence = matched.sentence
    left join quantities
        on
            matched.scope = quantities.scope
            and sentences.wording_key = quantities.wording_key
            and sentences.sentence_number = quantities.sentence_number
            and matched.topic = quantities.topic
    where
        sentences.may_state_yes_or_no
        and quantities.wording_key is null
        and (matched.yes_weight > 0 or matched.no_weight > 0)

)

select * from final
