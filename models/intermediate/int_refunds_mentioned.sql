-- One row per ticket in which a bot or an agent wrote: was giving money back spoken of?

with

messages as (

    select * from {{ ref('stg_messages') }}

),

final as (

    select
        ticket_id,
        coalesce(
            bool_or(
                regexp_matches(
                    lower(body),
                    'refund|reimburs|credit|money back|compensat|certificate|voucher'
                    || '|pay.{0,9} back'
                )
            ),
            false
        ) as is_mentioned
    from messages
    where author in ('bot', 'agent')
    group by ticket_id

)

select * from final
