-- One row per raw survey that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ ref('contract_surveys') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_surveys_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_surveys_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('surveys') }}

select * from final
