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

compared as (

    select
        effects.message_id,
        effects.action,
        effects.kind,
        effects.detail,
        max(
            case
                when effects.kind != 'amount'
                    then
                        case
                            when contains(done.record, effects.detail) then 1
                            else 0
                        end
                when {{ holds_amount('done.record', 'effects.detail') }} then 1
                else 0
            end
        ) as is_recorded
    from effects
    inner join done
        on
            effects.message_id = done.message_id
            and effects.action = done.action
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
