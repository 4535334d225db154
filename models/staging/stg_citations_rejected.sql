-- One row per raw citation that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ source('raw', 'citations') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_citations_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_citations_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('citations') }}

select * from final
