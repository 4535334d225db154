-- One row per claimed action with a stated detail that stands in no record of it:
-- neither in the arguments nor in the result of a call that succeeded before.

with

actions as (

    select * from {{ ref('int_actions_claimed') }}

),

effects as (

    select * from {{ ref('int_effects_stated') }}

),

calls as (

    select * from {{ ref('int_action_calls') }}

),

tool_calls as (

    select * from {{ ref('stg_tool_calls') }}

),

stated as (

    select
        actions.message_id,
        actions.action,
        actions.ticket_id,
        effects.kind,
        effects.detail,
        replace(
            lower(concat_ws(' ', tool_calls.arguments, tool_calls.result)), '_', ' '
        ) as record
    from actions
    inner join effects
        on
            actions.text_key = effects.text_key
            and actions.action = effects.action
    inner join calls
        on
            actions.message_id = calls.message_id
            and actions.action = calls.action
    inner join tool_calls
        on calls.call_id = tool_calls.call_id
    where calls.succeeded and calls.is_before

),

numbers as (

    select distinct
        message_id,
        action,
        unnest({{ all_matches('record', "'[0-9]+(?:[.][0-9]+)?'") }}) as number_text
    from stated
    where kind = 'amount'

),

amounts as (

    select distinct
        message_id,
        action,
        {{ short_number(
            "try_cast(try_cast(number_text as decimal(38, 12)) as decimal(18, 2))"
        ) }} as amount
    from numbers

),

compared as (

    select
        stated.message_id,
        stated.action,
        stated.kind,
        stated.detail,
        min(stated.ticket_id) as ticket_id,
        max(
            case
                when amounts.amount is not null then 1
                when stated.kind = 'amount' then 0
                when contains(stated.record, stated.detail) then 1
                else 0
            end
        ) as is_recorded
    from stated
    left join amounts
        on
            stated.message_id = amounts.message_id
            and stated.action = amounts.action
            and stated.kind = 'amount'
            and stated.detail = amounts.amount
    group by stated.message_id, stated.action, stated.kind, stated.detail

),

final as (

    select
        message_id,
        action,
        min(ticket_id) as ticket_id,
        min(kind) as mismatched
    from compared
    where is_recorded = 0
    group by message_id, action

)

select * from final
