-- One row per claimed action of a deployment that keeps an audit log: what the log says
-- of it, and which stated detail of a supported one stands in no record.

{{ config(materialized='view') }}

with

actions as (

    select * from {{ ref('int_actions_claimed') }}

),

capabilities as (

    select * from {{ ref('int_capabilities_audited') }}

),

calls as (

    select * from {{ ref('int_action_calls') }}

),

mismatches as (

    select * from {{ ref('int_effects_mismatched') }}

),

calls_by_claim as (

    select
        message_id,
        action,
        max(case when succeeded and is_before then 1 else 0 end) as is_done,
        max(case when succeeded then 1 else 0 end) as is_done_later
    from calls
    group by message_id, action

),

final as (

    select
        actions.message_id,
        actions.action,
        actions.ticket_id,
        actions.deployment_id,
        actions.sent_at,
        case
            when capabilities.is_capable = 0 then 'no_such_capability'
            when calls_by_claim.message_id is null then 'overreach'
            when calls_by_claim.is_done_later = 0 then 'failed_action_claimed'
            when calls_by_claim.is_done = 0 then 'claimed_before_done'
            when mismatches.message_id is not null then 'effect_mismatch'
            else 'supported'
        end as verdict,
        mismatches.mismatched
    from actions
    inner join capabilities
        on
            actions.deployment_id = capabilities.deployment_id
            and actions.action = capabilities.action
    left join calls_by_claim
        on
            actions.message_id = calls_by_claim.message_id
            and actions.action = calls_by_claim.action
    left join mismatches
        on
            actions.message_id = mismatches.message_id
            and actions.action = mismatches.action

)

select * from final
