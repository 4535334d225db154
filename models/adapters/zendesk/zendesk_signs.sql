-- One row per Zendesk ticket and sign that may name its bot: who spoke, through which
-- app, its tags, its channel.
{{ config(materialized='view') }}

with

messages as (

    select * from {{ ref('zendesk_messages') }}

),

tags as (

    select * from {{ source('zendesk', 'ticket_tag') }}

),

tickets as (

    select * from {{ ref('zendesk_ticket_versions') }}

),

signs as (

    select
        ticket_id,
        'user_id' as kind,
        user_id as identity
    from messages

    union all

    select
        ticket_id,
        'app' as kind,
        app as identity
    from messages

    union all

    select
        'zendesk:' || ticket_id as ticket_id,
        'tag' as kind,
        tag as identity
    from tags

    union all

    select
        ticket_id,
        'channel' as kind,
        coalesce(via_channel, 'unknown') as identity
    from tickets
    where fate = 'used'

),

final as (

    select distinct
        'zendesk' as helpdesk,
        ticket_id,
        kind,
        identity
    from signs
    where identity is not null

)

select * from final
