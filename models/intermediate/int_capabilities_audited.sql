-- One row per deployment that keeps an audit log and action of the seed capabilities:
-- has the bot there a tool that does it?

with

tool_calls as (

    select * from {{ ref('stg_tool_calls') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

capabilities as (

    select * from {{ ref('capabilities') }}

),

auditing as (

    select distinct tickets.deployment_id
    from tool_calls
    inner join tickets
        on tool_calls.ticket_id = tickets.ticket_id

),

final as (

    select
        auditing.deployment_id,
        capabilities.action,
        max(
            case
                when
                    capabilities.tool is not null
                    and auditing.deployment_id
                    = coalesce(capabilities.deployment_id, auditing.deployment_id)
                    then 1
                else 0
            end
        ) as is_capable
    from auditing
    cross join capabilities
    group by auditing.deployment_id, capabilities.action

)

select * from final
