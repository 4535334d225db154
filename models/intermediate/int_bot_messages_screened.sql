-- One row per bot message that may quote policy or claim an action, in lower case.
-- One cheap look at every message spares the costly patterns most of them.

with

messages as (

    select * from {{ ref('stg_messages') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

spoken as (

    select
        message_id,
        ticket_id,
        sent_at,
        {{ lower_text('body') }} as said
    from messages
    where author = 'bot' and body is not null

),

screened as (

    select
        *,
        {{ may_state_quantity('said') }} as may_state_quantity,
        {{ may_state_yes_or_no('said') }} as may_state_yes_or_no,
        {{ may_claim_action('said') }} as may_claim_action
    from spoken

),

final as (

    select
        screened.message_id,
        screened.ticket_id,
        tickets.deployment_id,
        screened.sent_at,
        md5(screened.said) as text_key,
        screened.said,
        screened.may_state_quantity,
        screened.may_state_yes_or_no,
        screened.may_claim_action
    from screened
    inner join tickets
        on screened.ticket_id = tickets.ticket_id
    where
        screened.may_state_quantity
        or screened.may_state_yes_or_no
        or screened.may_claim_action

)

select * from final
