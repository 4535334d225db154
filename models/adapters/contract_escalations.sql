-- One row per escalation of every helpdesk that is read, on the contact it belongs to.
{{ config(materialized='view') }}

with

contract as (

    select * from {{ source('raw', 'escalations') }}

),

zendesk as (

    select * from {{ ref('zendesk_escalations') }}

),

intercom as (

    select * from {{ ref('intercom_escalations') }}

),

links as (

    select * from {{ ref('conversations_linked') }}

),

unioned as (

    {{ helpdesk_union('escalations') | indent(4) }}

),

final as (

    {{ on_linked_contacts('escalations') | indent(4) }}

)

select * from final
