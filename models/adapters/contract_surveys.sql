-- One row per survey of every helpdesk that is read, on the contact it belongs to.
{{ config(materialized='view') }}

with

contract as (

    select * from {{ source('raw', 'surveys') }}

),

zendesk as (

    select * from {{ ref('zendesk_surveys') }}

),

intercom as (

    select * from {{ ref('intercom_surveys') }}

),

links as (

    select * from {{ ref('conversations_linked') }}

),

unioned as (

    {{ helpdesk_union('surveys') | indent(4) }}

),

final as (

    {{ on_linked_contacts('surveys') | indent(4) }}

)

select * from final
