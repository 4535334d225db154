-- One row per raw entitlement that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ source('raw', 'entitlements') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_entitlements_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_entitlements_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('entitlements') }}

select * from final
