-- One row per Zendesk ticket comment, with its author.
-- An internal note is read by no customer: it is the system's, and no turn.
{{ config(materialized='view') }}

with

comments as (

    select * from {{ source('zendesk', 'ticket_comment') }}

),

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

actors as (

    select * from {{ ref('zendesk_actors') }}

),

requesters as (

    select
        zendesk_id,
        requester_id
    from tickets
    where fate = 'used'

),

final as (

    select
        'zendesk:' || comments.id as message_id,
        'zendesk:' || comments.ticket_id as ticket_id,
        {{ moment_of('comments.created') }} as sent_at,
        case
            when not {{ boolean_of('comments.public') }} then 'system'
            when actors.actor = 'bot' then 'bot'
            when comments.user_id = requesters.requester_id then 'customer'
            else coalesce(actors.actor, 'system')
        end as author,
        comments.body,
        comments.user_id,
        comments.raw_file || '#ticket_comment' as raw_file,
        comments.raw_row
    from comments
    left join requesters
        on comments.ticket_id = requesters.zendesk_id
    left join actors
        on comments.user_id = actors.user_id

)

select * from final
