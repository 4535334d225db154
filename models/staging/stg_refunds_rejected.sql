-- One row per raw refund that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ source('raw', 'refunds') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_refunds_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_refunds_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('refunds') }}

select * from final
