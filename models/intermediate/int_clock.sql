-- One row per build: the moment that was asked for, and when the data was landed.
-- The only model that reads the var as_of; nothing reads the wall clock.

with

inventory as (

    select * from {{ source('raw', 'inventory') }}

),

final as (

    select
        {% if var('as_of') %}
        {{ utc_moment("'" ~ var('as_of') ~ "'") }} as requested_as_of,
        {% else %}
        cast(null as timestamp) as requested_as_of,
        {% endif %}
        max(landed_at) as landed_at
    from inventory

)

select * from final
