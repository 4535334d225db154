-- One row per build: the moment that was asked for, and when the data was landed.
-- The only model that reads the var as_of; nothing reads the wall clock.

with

inventory as (

    select * from {{ source('raw', 'inventory') }}

),

final as (

    select
        {{ utc_moment_or_null(var('as_of')) }} as requested_as_of,
        max(landed_at) as landed_at
    from inventory

)

select * from final
