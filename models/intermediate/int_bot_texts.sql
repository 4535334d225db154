-- One row per text that a bot sent, however often: the text, and its wording without
-- numbers. Bots repeat themselves: what is found in a wording holds for all its texts.

with

messages as (

    select * from {{ ref('stg_messages') }}

),

texts as (

    select body
    from messages
    where author = 'bot' and body is not null
    group by body

),

worded as (

    select
        body,
        {{ without_numbers(lower_text('body')) }} as wording
    from texts

),

final as (

    select
        body,
        md5(wording) as wording_key,
        wording
    from worded

)

select * from final
