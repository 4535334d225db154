-- One row per raw tool call that staging refuses, with the first reason that fits.

with

raw_rows as (

    select * from {{ source('raw', 'tool_calls') }}

),

clock as (

    select * from {{ ref('int_clock') }}

),

typed as (

    select * from {{ ref('stg_tool_calls_typed') }}

),

whole_rows as (

    select * from {{ ref('stg_tool_calls_typed') }}

),

tickets as (

    select * from {{ ref('stg_tickets') }}

),

{{ rejected_rows('tool_calls') }}

select * from final
