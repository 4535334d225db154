-- One row per ticket of every helpdesk that is read, before links merge any.
{{ config(materialized='view') }}

with

contract as (

    select * from {{ source('raw', 'tickets') }}

),

zendesk as (

    select * from {{ ref('zendesk_tickets') }}

),

intercom as (

    select * from {{ ref('intercom_tickets') }}

),

final as (

    {{ helpdesk_union('tickets') | indent(4) }}

)

select * from final
