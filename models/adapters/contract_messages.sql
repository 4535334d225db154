-- One row per message of every helpdesk that is read, on the contact it belongs to.
{{ config(materialized='view') }}

with

contract as (

    select * from {{ source('raw', 'messages') }}

),

zendesk as (

    select * from {{ ref('zendesk_messages') }}

),

intercom as (

    select * from {{ ref('intercom_messages') }}

),

links as (

    select * from {{ ref('conversations_linked') }}

),

unioned as (

    {{ helpdesk_union('messages') | indent(4) }}

),

final as (

    {{ on_linked_contacts('messages') | indent(4) }}

)

select * from final
