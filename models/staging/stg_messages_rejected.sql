-- One row per raw message that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ ref('contract_messages') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_messages_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_messages_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('messages') }}

select * from final
