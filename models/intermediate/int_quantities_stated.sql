-- One row per wording of a bot, sentence and quantity in it: its unit, and the words
-- around it. Left out: what is denied, lies in the past or is the value of an order.

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
        {{ last_of(split_by(
            element_of('parts', 'quantity_number'), denial_break()
        )) }} as denial_before,
        {{ element_of(split_by(
            element_of('parts', 'quantity_number + 1'), clause_break()
        ), 1) }} as clause_after
    from numbered

),

measured as (

    select
        *,
        {{ quantity_unit('quantity') }} as unit
    from found
    where
        not {{ is_denied('denial_before') }}
        and not {{ is_past('clause_before', 'words_after') }}
        and not (
            quantity like 'a%'
            and regexp_matches(
                words_before,
                case
                    when quantity_number > 1 then '^ ?(?:more )?$'
                    else '(?:[0-9]|more|once|twice|times) $'
                end
            )
        )
        and (
            quantity like 'half a%'
            or not regexp_matches(
                quantity, '(?: a| an| per|/) ?(?:day|week|month|year)$'
            )
        )

),

final as (

    select
        sentences.wording_key,
        sentences.sentence_number,
        cast(measured.quantity_number as bigint) as quantity_number,
        sentences.sentence,
        sentences.sentences_around,
        measured.words_before,
        measured.words_after,
        measured.clause_before,
        measured.clause_after,
        measured.unit,
        case
            when measured.unit = 'business_days' then 'bday'
            when measured.unit = 'hours' then {{ time_unit('measured.quantity') }}
            else ''
        end as counted_in,
        case
            when measured.unit in ('hours', 'business_days') then 'duration'
            when measured.unit = 'percent' then 'percent'
            else 'money'
        end as unit_family
    from sentences
    inner join measured
        on sentences.sentence = measured.sentence
    where
        measured.unit in ('hours', 'business_days', 'percent')
        or not {{ is_order_value('measured.words_before', 'measured.words_after') }}

)

select * from final
