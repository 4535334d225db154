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

recording as (

    select * from {{ ref('int_deployments_recording') }}

),

tools as (

    select distinct
        recording.deployment_id,
        capabilities.action,
        capabilities.tool
    from recording
    inner join capabilities
        on
            recording.deployment_id
            = coalesce(capabilities.deployment_id, recording.deployment_id)
    where recording.record_name = 'tool_calls'

),

final as (

    select
        actions.message_id,
        actions.action,
        tool_calls.call_id,
        actions.ticket_id,
        tool_calls.succeeded,
        tool_calls.called_at <= actions.sent_at as is_before
    from actions
    inner join tools
        on
            actions.deployment_id = tools.deployment_id
            and actions.action = tools.action
    inner join tool_calls
        on
            actions.ticket_id = tool_calls.ticket_id
            and tools.tool = tool_calls.tool
    where tool_calls.called_at <= actions.sent_at + interval '5' minute

)

select * from final
