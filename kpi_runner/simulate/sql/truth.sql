-- One row per deployment, arm, week and archetype or segment: the true rates.
-- Means of planted chances over the conversations that the panel counts; a rate in
-- the panel differs from them by sampling alone.

with

summed as (

    select
        deployment_id,
        arm,
        week,
        coalesce(archetype, 'all') as archetype,
        coalesce(segment, 'all') as segment,
        sum(columns(* exclude (deployment_id, arm, week, archetype, segment)))
    from truths
    group by grouping sets (
        (deployment_id, arm, week, archetype), (deployment_id, arm, week, segment)
    )

),

final as (

    select
        deployment_id,
        arm,
        cast(week as varchar) as week,
        archetype,
        segment,
        tickets,
        attempted,
        deflected,
        escalated,
        wrong_quotes,
        overreaches,
        refunds,
        unentitled_refunds,
        cast(overpaid_sum as double) as refund_overpaid,
        round(cast(attempt_sum as double) / nullif(tickets, 0), 6) as attempt_rate,
        round(cast(deflection_sum as double) / nullif(tickets, 0), 6)
            as deflection_rate,
        round(cast(abandonment_sum as double) / nullif(attempted, 0), 6)
            as abandonment_rate,
        round(cast(csat_sum as double) / nullif(tickets, 0), 6) as csat,
        round(cast(delayed_sum as double) / nullif(tickets, 0), 6) as delayed_csat,
        round(cast(bot_csat_sum as double) / nullif(deflected, 0), 6) as bot_csat,
        round(cast(handoff_csat_sum as double) / nullif(escalated, 0), 6)
            as handoff_csat,
        round(cast(context_loss_sum as double) / nullif(escalated, 0), 6)
            as context_loss_rate,
        round(cast(follow_7d_sum as double) / nullif(watched_7d, 0), 6)
            as repeat_contact_7d,
        round(cast(follow_30d_sum as double) / nullif(watched_30d, 0), 6)
            as repeat_contact_30d,
        round(cast(agent_seconds_sum as double) / nullif(with_agent, 0), 6)
            as agent_handle_time
    from summed

)

select * from final
order by deployment_id, arm, archetype, segment, week
