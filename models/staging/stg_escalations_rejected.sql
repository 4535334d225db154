-- One row per raw escalation that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ ref('contract_escalations') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_escalations_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_escalations_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('escalations') }}

select * from final
