-- One row per ticket that passed every check. A segment or channel named all reads as
-- unknown: the name is reserved for what is not cut by it.

with

typed as (

    select * from {{ ref('stg_tickets_typed') }}

),

rejected as (

    select * from {{ ref('stg_tickets_rejected') }}

),

final as (

    select
        typed.ticket_id,
        typed.deployment_id,
        typed.customer_id,
        coalesce(nullif(typed.segment, 'all'), 'unknown') as segment,
        coalesce(nullif(typed.channel, 'all'), 'unknown') as channel,
        typed.intent,
        typed.opened_at,
        typed.resolved_at,
        typed.reopened_at,
        typed.closed_at,
        typed.bot_attempted,
        typed.bot_outcome,
        typed.bot_version,
        typed.bot_confidence,
        typed.bot_handle_seconds,
        typed.agent_handle_seconds,
        coalesce(typed.arm, 'bot') as arm,
        typed.exclusion
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
