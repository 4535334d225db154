-- One row per Intercom conversation with a contact: the first by id.
{{ config(materialized='view') }}

with

conversation_contacts as (

    select * from {{ source('intercom', 'conversation_contact_history') }}

),

final as (

    select
        'intercom:' || conversation_id as ticket_id,
        'intercom:' || min(contact_id) as customer_id
    from conversation_contacts
    where coalesce({{ boolean_of('_fivetran_active') }}, true)
    group by conversation_id

)

select * from final
