-- One row per Intercom conversation that was closed: first, last, and opened again.
{{ config(materialized='view') }}

with

parts as (

    select * from {{ ref('intercom_part_versions') }}

),

closings as (

    select
        ticket_id,
        min(sent_at) as first_closed_at,
        max(sent_at) as last_closed_at
    from parts
    where fate = 'used' and part_type = 'close'
    group by ticket_id

),

reopenings as (

    select
        parts.ticket_id,
        min(parts.sent_at) as reopened_at
    from parts
    inner join closings
        on
            parts.ticket_id = closings.ticket_id
            and parts.sent_at > closings.first_closed_at
    where parts.fate = 'used' and parts.part_type = 'open'
    group by parts.ticket_id

),

final as (

    select
        closings.ticket_id,
        closings.first_closed_at,
        closings.last_closed_at,
        reopenings.reopened_at
    from closings
    left join reopenings
        on closings.ticket_id = reopenings.ticket_id

)

select * from final
