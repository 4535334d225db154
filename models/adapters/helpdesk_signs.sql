-- One row per helpdesk ticket and sign that may name its bot, of every helpdesk.
{{ config(materialized='view') }}

with

zendesk_signs as (

    select * from {{ ref('zendesk_signs') }}

),

intercom_signs as (

    select * from {{ ref('intercom_signs') }}

),

final as (

    select
        helpdesk,
        ticket_id,
        kind,
        identity
    from zendesk_signs

    union all

    select
        helpdesk,
        ticket_id,
        kind,
        identity
    from intercom_signs

)

select * from final
