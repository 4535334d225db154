-- One row per Zendesk ticket that was merged into another: named there, or tagged.
{{ config(materialized='view') }}

with

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

tags as (

    select * from {{ source('zendesk', 'ticket_tag') }}

),

merged as (

    select {{ listed_ids('merged_ticket_ids') }} as zendesk_id
    from tickets
    where fate = 'used'

),

final as (

    select zendesk_id
    from merged
    where zendesk_id <> ''

    union

    select ticket_id as zendesk_id
    from tags
    where tag = 'closed_by_merge'

)

select * from final
