-- One row per deployment that keeps an audit log and action of the seed capabilities:
-- has the bot there a tool that does it?

with

recording as (

    select * from {{ ref('int_deployments_recording') }}

),

capabilities as (

    select * from {{ ref('capabilities') }}

),

auditing as (

    select deployment_id
    from recording
    where record_name = 'tool_calls'

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
