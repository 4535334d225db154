-- One row per build: the moment that everything is read at.
-- The moment that was asked for, else the newest event of all staged rows, tickets
-- left out of the counts included; never the wall clock.

with

clock as (

    select * from {{ ref('int_clock') }}

),

tables_staged as (

    select * from {{ ref('int_tables_staged') }}

),

newest_event as (

    select max(newest_event_at) as newest_event_at
    from tables_staged

),

final as (

    select coalesce(clock.requested_as_of, newest_event.newest_event_at) as as_of
    from clock
    cross join newest_event

)

select * from final
