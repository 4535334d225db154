-- One row per ticket, currency and amount of a refund that the bot promised: the first
-- message that says so.

with

sentences as (

    select * from {{ ref('int_sentences_said') }}

),

promising as (

    select
        *,
        {{ all_matches('sentence', "'" ~ money_pattern() ~ "'") }} as amounts
    from sentences
    where
        may_state_quantity
        and regexp_matches(
            sentence,
            '(?:(?:i|we)(?:''ll|''ve| will| have| just| am going to)?(?: [a-z]+){0,3}'
            || ' (?:refund|refunded|refunding|reimburse|reimbursed)'
            || '|(?:full |partial )?refund of'
            || '|(?:you''ll|you will|you''re going to) (?:receive|get|see)'
            || '(?: [^ ]+){0,5} (?:refund|back)'
            || '|(?:will be|has been|have been|is being) (?:refunded|reimbursed)'
            || '|refund(?:ed)? (?:amount|total))'
        )
        and not regexp_matches(
            sentence,
            '(?:^|[^a-z])'
            || '(?:not|cannot|never|unable|if|would|could|should|may|might|no)'
            || '(?:[^a-z]|$)|n''t(?:[^a-z]|$)'
        )

),

named as (

    select
        message_id,
        ticket_id,
        deployment_id,
        sent_at,
        unnest(amounts) as quantity
    from promising

),

valued as (

    select
        *,
        {{ quantity_unit('quantity') }} as currency,
        cast({{ number_value(last_number('quantity')) }} as decimal(18, 2)) as amount
    from named

),

ranked as (

    select
        *,
        row_number() over (
            partition by ticket_id, currency, amount
            order by sent_at, message_id
        ) as place
    from valued

),

final as (

    select
        ticket_id,
        currency,
        amount,
        message_id,
        deployment_id,
        sent_at
    from ranked
    where place = 1 and amount > 0

)

select * from final
