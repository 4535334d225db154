-- One row per sentence of a bot and quantity in it: its value, and the words around it.
-- Left out: what is denied, lies in the past or is the value of an order.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

listed as (

    select
        *,
        {{ all_matches('sentence', "'" ~ quantity_pattern() ~ "'") }} as quantities,
        {{ split_by('sentence', "'" ~ quantity_pattern() ~ "'") }} as parts
    from sentences
    where may_state_quantity

),

numbered as (

    select
        *,
        {{ numbers_of('quantities') }} as quantity_number
    from listed

),

found as (

    select
        *,
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

),

final as (

    select
        message_id,
        sentence_number,
        cast(quantity_number as bigint) as quantity_number,
        ticket_id,
        deployment_id,
        sent_at,
        sentence,
        sentence_before,
        words_before,
        words_after,
        clause_before,
        clause_after,
        unit,
        case
            when unit = 'hours'
                then
                    {{ in_hours(number_value('number_text'), time_unit('quantity')) }}
            else cast({{ number_value('number_text') }} as decimal(18, 2))
        end as amount,
        case when unit in ('hours', 'business_days') then 'duration' else 'amount' end
            as unit_family
    from valued
    where
        not {{ is_denied('clause_before') }}
        and not {{ is_past('clause_before', 'words_after') }}
        and not (
            unit not in ('hours', 'business_days', 'percent')
            and {{ is_order_value('words_before', 'words_after') }}
        )
        and not regexp_matches(quantity, '(?: a| an| per|/) ?(?:day|week|month|year)$')

)

select * from final
