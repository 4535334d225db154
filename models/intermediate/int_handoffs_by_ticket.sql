-- One row per ticket with an escalation row: what the handoff kept and what it lost.
-- A packet counts as acknowledged when every known flag says so, the agent desk's and
-- the reviewers'; null where nobody looked.

with

escalations as (

    select * from {{ ref('int_escalations_by_ticket') }}

),

restates as (

    select * from {{ ref('int_restates_found') }}

),

reviews as (

    select * from {{ ref('int_reviews_by_ticket') }}

),

final as (

    select
        escalations.ticket_id,
        escalations.first_escalated_at,
        escalations.is_restate_known,
        escalations.is_context_lost,
        coalesce(restates.has_agent_turn, false) as has_agent_turn,
        coalesce(restates.has_repeat_state, false) as has_repeat_state,
        escalations.is_packet_complete,
        case
            when escalations.is_packet_acknowledged and reviews.is_packet_acknowledged
                then true
            when escalations.is_packet_acknowledged is null
                then reviews.is_packet_acknowledged
            when reviews.is_packet_acknowledged is null
                then escalations.is_packet_acknowledged
            else false
        end as is_packet_acknowledged
    from escalations
    left join restates
        on escalations.ticket_id = restates.ticket_id
    left join reviews
        on escalations.ticket_id = reviews.ticket_id

)

select * from final
