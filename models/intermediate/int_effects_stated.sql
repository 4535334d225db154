-- One row per claimed action and detail that the same clause states: an amount, the
-- reference of an order or the method of a payment, as it would stand in a record.

with

actions as (

    select * from {{ ref('int_actions_claimed') }}

),

listed as (

    select
        message_id,
        action,
        'amount' as kind,
        {{ all_matches('clause', "'" ~ money_pattern() ~ "'") }} as details
    from actions

    union all

    select
        message_id,
        action,
        'reference' as kind,
        {{ all_matches('clause', "'#?[a-z0-9-]{5,}'") }} as details
    from actions

    union all

    select
        message_id,
        action,
        'method' as kind,
        {{ all_matches(
            'sentence',
            "'(?:to|onto|via|as|back on|through) (?:(?:a|an|your|the|existing|new|original|travel) )*(?:gift card|certificate|credit card|debit card|store credit|paypal|bank account|card)'"
        ) }} as details
    from actions

),

stated as (

    select
        message_id,
        action,
        kind,
        unnest(details) as detail
    from listed

),

read as (

    select
        *,
        {{ number_value(last_number('detail')) }} as amount
    from stated

),

final as (

    select distinct
        message_id,
        action,
        kind,
        case kind
            when 'amount' then {{ short_number('amount') }}
            when 'reference' then replace(detail, '#', '')
            else regexp_extract(
                detail,
                '(gift card|certificate|store credit|paypal|bank account|card)$',
                1
            )
        end as detail
    from read
    where
        kind != 'reference'
        or (
            regexp_matches(detail, '[0-9]')
            and regexp_matches(detail, '^#|[a-z]-?[0-9]|[0-9][a-z]|[0-9]{5,}')
            and not regexp_matches(
                detail, '^[0-9]{4}-[0-9]|-(?:day|hour|week|month|year|minute|star|item)'
            )
        )

)

select * from final
