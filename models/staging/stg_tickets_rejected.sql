-- One row per raw ticket that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ ref('contract_tickets') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_tickets_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_tickets_typed') }}

),

{{ rejected_rows('tickets') }}

select * from final
