-- One row per Zendesk ticket with a status history: when it was first solved, closed
-- and opened again.
{{ config(materialized='view') }}

with

field_history as (

    select * from {{ source('zendesk', 'ticket_field_history') }}

),

changes as (

    select
        ticket_id,
        {{ moment_of('updated') }} as changed_at,
        lower(value) as status
    from field_history
    where field_name = 'status'

),

resolutions as (

    select
        ticket_id,
        min(case when status in ('solved', 'closed') then changed_at end)
            as resolved_at,
        min(case when status = 'closed' then changed_at end) as closed_at
    from changes
    group by ticket_id

),

reopenings as (

    select
        changes.ticket_id,
        min(changes.changed_at) as reopened_at
    from changes
    inner join resolutions
        on
            changes.ticket_id = resolutions.ticket_id
            and changes.changed_at > resolutions.resolved_at
    where changes.status in ('open', 'new')
    group by changes.ticket_id

),

final as (

    select
        resolutions.ticket_id as zendesk_id,
        resolutions.resolved_at,
        resolutions.closed_at,
        reopenings.reopened_at
    from resolutions
    left join reopenings
        on resolutions.ticket_id = reopenings.ticket_id

)

select * from final
