-- One row per bot message and action that it claims to have done: against the audit
-- log, and whether the customer came back. Only deployments that keep one. No message
-- text.

with

actions as (

    select * from {{ ref('int_actions_audited') }}

),

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

contacts as (

    select * from {{ ref('int_contacts_followed') }}

),

final as (

    select
        actions.message_id,
        actions.action,
        actions.ticket_id,
        actions.deployment_id,
        tickets.week,
        actions.sent_at,
        actions.verdict,
        actions.mismatched,
        coalesce(
            contacts.next_contact_any_at <= tickets.resolved_at + interval '7' day,
            false
        ) as is_customer_back
    from actions
    inner join tickets
        on actions.ticket_id = tickets.ticket_id
    left join contacts
        on actions.ticket_id = contacts.ticket_id

)

select * from final
order by message_id, action
