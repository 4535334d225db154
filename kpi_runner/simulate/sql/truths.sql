-- One row per deployment, week, archetype, segment and arm: sums of planted chances.
-- Decimals, so that the sums of many weeks are exact in whatever order they come.

with

counted as (

    select
        details.*,
        weeks.week,
        path in ('confirmed', 'assumed', 'abandoned') as is_deflected,
        ends_at < getvariable('data_end') as is_over,
        coalesce(paid_at < getvariable('data_end'), false) as is_paid,
        customer_id is not null
        and ends_at + interval 7 day <= getvariable('data_end') as is_watched_7d,
        customer_id is not null
        and ends_at + interval 30 day <= getvariable('data_end') as is_watched_30d,
        greatest(0.02, least(0.98, satisfaction + delayed_shift))
            as delayed_satisfaction
    from details
    inner join weeks using (week_number)
    semi join (select ticket_id from tickets where exclusion is null) using (ticket_id)

),

final as (

    select
        deployment_id,
        week,
        archetype,
        segment,
        arm,
        count(*) as tickets,
        count_if(is_attempted) as attempted,
        count_if(is_deflected) as deflected,
        count_if(path = 'escalated') as escalated,
        count_if(is_watched_7d) as watched_7d,
        count_if(is_watched_30d) as watched_30d,
        count_if(agent_work_seconds is not null) as with_agent,
        count_if(is_wrong) as wrong_quotes,
        count_if(is_overreach) as overreaches,
        count_if(is_paid) as refunds,
        count_if(is_paid and is_unentitled) as unentitled_refunds,
        sum(cast(attempt as decimal(18, 6))) as attempt_sum,
        sum(cast(if(is_over, attempt * (1 - escalate), 0) as decimal(18, 6)))
            as deflection_sum,
        sum(cast(if(is_attempted, (1 - escalate) * abandon, 0) as decimal(18, 6)))
            as abandonment_sum,
        sum(cast(satisfaction as decimal(18, 6))) as csat_sum,
        sum(cast(delayed_satisfaction as decimal(18, 6))) as delayed_sum,
        sum(cast(if(is_deflected, satisfaction, 0) as decimal(18, 6))) as bot_csat_sum,
        sum(cast(if(path = 'escalated', satisfaction, 0) as decimal(18, 6)))
            as handoff_csat_sum,
        sum(cast(if(path = 'escalated', context_loss, 0) as decimal(18, 6)))
            as context_loss_sum,
        sum(cast(if(is_watched_7d, follow_7d_chance, 0) as decimal(18, 6)))
            as follow_7d_sum,
        sum(cast(if(is_watched_30d, follow_30d_chance, 0) as decimal(18, 6)))
            as follow_30d_sum,
        sum(cast(if(agent_work_seconds is null, 0, agent_seconds) as decimal(18, 6)))
            as agent_seconds_sum,
        sum(
            if(
                is_paid,
                cast(paid - if(is_unentitled, 0, entitled) as decimal(18, 2)),
                0
            )
        ) as overpaid_sum
    from counted
    group by deployment_id, week, archetype, segment, arm

)

select * from final
