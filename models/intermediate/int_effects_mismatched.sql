-- One row per claimed action with a stated detail that stands in no record of it:
-- neither in the arguments nor in the result of a call that succeeded before.

with

effects as (

    select * from {{ ref('int_effects_stated') }}

),

calls as (

    select * from {{ ref('int_action_calls') }}

),

done as (

    select * from calls
    where succeeded and is_before

),

numbers as (

    select
        message_id,
        action,
        unnest({{ all_matches('record', "'[0-9]+(?:[.][0-9]+)?'") }}) as number_text
    from done

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
        effects.message_id,
        effects.action,
        effects.kind,
        effects.detail,
        max(
            case
                when amounts.amount is not null then 1
                when effects.kind = 'amount' then 0
                when contains(done.record, effects.detail) then 1
                else 0
            end
        ) as is_recorded
    from effects
    inner join done
        on
            effects.message_id = done.message_id
            and effects.action = done.action
    left join amounts
        on
            effects.message_id = amounts.message_id
            and effects.action = amounts.action
            and effects.kind = 'amount'
            and effects.detail = amounts.amount
    group by effects.message_id, effects.action, effects.kind, effects.detail

),

final as (

    select
        message_id,
        action,
        min(kind) as mismatched
    from compared
    where is_recorded = 0
    group by message_id, action

)

select * from final
