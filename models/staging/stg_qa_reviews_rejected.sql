-- One row per raw QA review row that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ source('raw', 'qa_reviews') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_qa_reviews_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_qa_reviews_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('qa_reviews') }}

select * from final
