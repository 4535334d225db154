-- One row per sentence of a bot and quantity in it: its value, and the words around it.
-- Left out: what is denied, lies in the past or is the value of an order.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

wordings as (

    select distinct sentence
    from sentences
    where may_state_quantity

),

listed as (

    select
        sentence,
        {{ all_matches('sentence', "'" ~ quantity_pattern() ~ "'") }} as quantities,
        {{ split_by('sentence', "'" ~ quantity_pattern() ~ "'") }} as parts
    from wordings

),

numbered as (

    select
        *,
        {{ numbers_of('quantities') }} as quantity_number
    from listed

),

found as (

    select
        sentence,
        quantity_number,
        {{ element_of('quantities', 'quantity_number') }} as quantity,
        {{ element_of('parts', 'quantity_number') }} as words_before,
        {{ element_of('parts', 'quantity_number + 1') }} as words_after,
        {{ last_of(split_by(
            element_of('parts', 'quantity_number'), clause_break()
        )) }} as clause_before,
        {{ element_of(split_by(
            element_of('parts', 'quantity_number + 1'), clause_break()
        ), 1) }} as clause_after
    from numbered

),

valued as (

    select
        *,
        {{ quantity_unit('quantity') }} as unit,
        {{ last_number('quantity') }} as number_text
    from found
    where
        not {{ is_denied('clause_before') }}
        and not {{ is_past('clause_before', 'words_after') }}
        and not regexp_matches(quantity, '(?: a| an| per|/) ?(?:day|week|month|year)$')

),

final as (

    select
        sentences.message_id,
        sentences.sentence_number,
        cast(valued.quantity_number as bigint) as quantity_number,
        sentences.ticket_id,
        sentences.deployment_id,
        sentences.sent_at,
        sentences.sentence,
        sentences.sentence_before,
        valued.words_before,
        valued.words_after,
        valued.clause_before,
        valued.clause_after,
        valued.unit,
        case
            when valued.unit = 'hours'
                then
                    {{ in_hours(number_value('number_text'), time_unit('quantity')) }}
            else cast({{ number_value('number_text') }} as decimal(18, 2))
        end as amount,
        case
            when valued.unit in ('hours', 'business_days') then 'duration'
            else 'amount'
        end as unit_family
    from sentences
    inner join valued
        on sentences.sentence = valued.sentence
    where
        not regexp_matches(replace(valued.number_text, ',', ''), '[0-9]{9}')
        and (
            valued.unit in ('hours', 'business_days', 'percent')
            or not {{ is_order_value('valued.words_before', 'valued.words_after') }}
        )

)

select * from final
