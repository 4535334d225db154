-- One row per raw model score that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ source('raw', 'model_scores') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_model_scores_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_model_scores_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('model_scores') }}

select * from final
