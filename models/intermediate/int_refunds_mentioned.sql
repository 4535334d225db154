-- One row per ticket with a refund in which a bot or an agent wrote: was giving money
-- back spoken of?

with

messages as (

    select * from {{ ref('stg_messages') }}

),

refunds as (

    select * from {{ ref('stg_refunds') }}

),

refunded as (

    select distinct ticket_id
    from refunds

),

final as (

    select
        messages.ticket_id,
        coalesce(
            bool_or(
                regexp_matches(
                    lower(messages.body),
                    'refund|reimburs|credit|money back|compensat|certificate|voucher'
                    || '|pay.{0,9} back'
                )
            ),
            false
        ) as is_mentioned
    from messages
    inner join refunded
        on messages.ticket_id = refunded.ticket_id
    where messages.author in ('bot', 'agent')
    group by messages.ticket_id

)

select * from final
