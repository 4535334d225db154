-- One row per claimed action and call, in its ticket, of a tool that does it: up to
-- five minutes after the message.

with

actions as (

    select * from {{ ref('int_actions_claimed') }}

),

capabilities as (

    select * from {{ ref('capabilities') }}

),

tool_calls as (

    select * from {{ ref('stg_tool_calls') }}

),

tools as (

    select distinct
        deployment_id,
        action,
        tool
    from capabilities
    where tool is not null

),

final as (

    select distinct
        actions.message_id,
        actions.action,
        tool_calls.call_id,
        actions.ticket_id,
        tool_calls.succeeded,
        tool_calls.called_at <= actions.sent_at as is_before
    from actions
    inner join tools
        on
            actions.action = tools.action
            and actions.deployment_id
            = coalesce(tools.deployment_id, actions.deployment_id)
    inner join tool_calls
        on
            actions.ticket_id = tool_calls.ticket_id
            and tools.tool = tool_calls.tool
    where tool_calls.called_at <= actions.sent_at + interval '5' minute

)

select * from final
