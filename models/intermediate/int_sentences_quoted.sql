-- One row per text of a bot and sentence with a figure or a name that a check reads:
-- the sentence with its own numbers.

with

texts as (

    select * from {{ ref('int_bot_texts') }}

),

quantities as (

    select * from {{ ref('int_quantities_named') }}

),

actions as (

    select * from {{ ref('int_actions_worded') }}

),

promises as (

    select * from {{ ref('int_promises_worded') }}

),

needed as (

    select
        wording_key,
        sentence_number
    from quantities
    union
    select
        wording_key,
        sentence_number
    from actions
    where has_detail
    union
    select
        wording_key,
        sentence_number
    from promises

),

quoted as (

    select
        md5(body) as text_key,
        wording_key,
        {{ lower_text('body') }} as body
    from texts
    where wording_key in (select needed.wording_key from needed)

),

listed as (

    select
        text_key,
        wording_key,
        {{ sentences_of(plain_text('body')) }} as sentences
    from quoted

),

final as (

    select
        listed.text_key,
        needed.sentence_number,
        listed.wording_key,
        trim({{ element_of('listed.sentences', 'needed.sentence_number') }})
            as sentence
    from listed
    inner join needed
        on listed.wording_key = needed.wording_key

)

select * from final
