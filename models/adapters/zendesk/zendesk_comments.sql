-- One row per Zendesk ticket comment, with its author's role.
-- An internal note is read by no customer: it is the system's, and no turn.
{{ config(materialized='view') }}

with

comments as (

    select * from {{ source('zendesk', 'ticket_comment') }}

),

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

users as (

    select * from {{ source('zendesk', 'user') }}

),

bot_identities as (

    select * from {{ ref('bot_identities') }}

),

requesters as (

    select
        zendesk_id,
        requester_id
    from tickets
    where fate = 'used'

),

roles as (

    select
        id as user_id,
        min(role) as role
    from users
    group by id

),

bots as (

    select distinct value as user_id
    from bot_identities
    where helpdesk = 'zendesk' and kind = 'user_id'

),

final as (

    select
        'zendesk:' || comments.id as message_id,
        'zendesk:' || comments.ticket_id as ticket_id,
        {{ moment_of('comments.created') }} as sent_at,
        case
            when not {{ boolean_of('comments.public') }} then 'system'
            when bots.user_id is not null then 'bot'
            when comments.user_id = requesters.requester_id then 'customer'
            when roles.role in ('agent', 'admin') then 'agent'
            when roles.role = 'end-user' then 'customer'
            else 'system'
        end as author,
        comments.body,
        comments.user_id,
        comments.raw_file || '#ticket_comment' as raw_file,
        comments.raw_row
    from comments
    left join requesters
        on comments.ticket_id = requesters.zendesk_id
    left join roles
        on comments.user_id = roles.user_id
    left join bots
        on comments.user_id = bots.user_id

)

select * from final
