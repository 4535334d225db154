-- One row per text of a bot, action that it claims and detail that the same clause
-- states: an amount, the reference of an order or the method of a payment, as it would
-- stand in a record.

with

actions as (

    select * from {{ ref('int_actions_worded') }}

),

sentences as (

    select * from {{ ref('int_sentences_quoted') }}

),

claiming as (

    select
        sentences.text_key,
        actions.action,
        sentences.sentence,
        {{ element_of(clauses_of('sentences.sentence'), 'actions.clause_number') }}
            as clause
    from sentences
    inner join actions
        on
            sentences.wording_key = actions.wording_key
            and sentences.sentence_number = actions.sentence_number

),

listed as (

    select
        text_key,
        action,
        'amount' as kind,
        {{ all_matches('clause', "'" ~ money_pattern() ~ "'") }} as details
    from claiming
    where regexp_matches(clause, '[$€£]|usd|eur|gbp|dollar|pound|bucks')

    union all

    select
        text_key,
        action,
        'reference' as kind,
        {{ all_matches('clause', "'#?[a-z0-9-]{5,}'") }} as details
    from claiming
    where regexp_matches(clause, '[0-9]')

    union all

    select
        text_key,
        action,
        'method' as kind,
        {{ all_matches(
            'sentence',
            "'(?:to|onto|via|as|back on|through) (?:(?:a|an|your|the|existing|new|original|travel) )*(?:gift card|certificate|credit card|debit card|store credit|paypal|bank account|card)'"
        ) }} as details
    from claiming
    where regexp_matches(sentence, 'card|certificate|credit|paypal|bank')

),

stated as (

    select
        text_key,
        action,
        kind,
        unnest(details) as detail
    from listed

),

read as (

    select
        *,
        case when kind = 'amount' then {{ last_number('detail') }} end as number_text
    from stated
    where kind != 'reference' or regexp_matches(detail, '[0-9]')

),

final as (

    select distinct
        text_key,
        action,
        kind,
        case kind
            when 'amount' then {{ short_number(number_value('number_text')) }}
            when 'reference' then replace(detail, '#', '')
            else regexp_extract(
                detail,
                '(gift card|certificate|store credit|paypal|bank account|card)$',
                1
            )
        end as detail
    from read
    where
        kind != 'reference'
        or (
            regexp_matches(detail, '^#|[a-z]-?[0-9]|[0-9][a-z]|[0-9]{5,}')
            and not regexp_matches(
                detail, '^[0-9]{4}-[0-9]|-(?:day|hour|week|month|year|minute|star|item)'
            )
        )

)

select * from final
