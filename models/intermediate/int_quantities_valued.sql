-- One row per text of a bot, sentence and quantity with a topic, or a chance of one:
-- its amount. Of a range the end counts; numbers beyond all policy are left out.

with

quantities as (

    select * from {{ ref('int_quantities_named') }}

),

sentences as (

    select * from {{ ref('int_sentences_quoted') }}

),

places as (

    select distinct
        wording_key,
        sentence_number,
        quantity_number,
        unit
    from quantities

),

listed as (

    select
        text_key,
        sentence_number,
        wording_key,
        {{ all_matches('sentence', "'" ~ quantity_pattern() ~ "'") }} as quantities
    from sentences

),

found as (

    select
        listed.text_key,
        listed.sentence_number,
        places.quantity_number,
        places.unit,
        {{ element_of('listed.quantities', 'places.quantity_number') }} as quantity
    from listed
    inner join places
        on
            listed.wording_key = places.wording_key
            and listed.sentence_number = places.sentence_number

),

read as (

    select
        *,
        {{ last_number('quantity') }} as number_text,
        case when unit = 'hours' then {{ time_unit('quantity') }} end as time_unit
    from found

),

numbered as (

    select
        *,
        {{ number_value('number_text') }} as number
    from read

),

final as (

    select
        text_key,
        sentence_number,
        quantity_number,
        case
            when unit = 'hours' then {{ in_hours('number', 'time_unit') }}
            when
                unit != 'percent'
                and regexp_matches(quantity, '[^a-z](?:p|pence|cents?)$')
                then cast(number / cast(100 as double) as decimal(18, 2))
            else cast(number as decimal(18, 2))
        end as amount
    from numbered
    where not regexp_matches(replace(number_text, ',', ''), '[0-9]{9}')

)

select * from final
