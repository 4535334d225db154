-- One row per bot message and action that it claims to have done.

{{ config(materialized='view') }}

with

messages as (

    select * from {{ ref('int_bot_messages_found') }}

),

actions as (

    select * from {{ ref('int_actions_worded') }}

),

final as (

    select
        messages.message_id,
        actions.action,
        messages.ticket_id,
        messages.deployment_id,
        messages.sent_at,
        messages.text_key
    from messages
    inner join actions
        on messages.wording_key = actions.wording_key

)

select * from final
