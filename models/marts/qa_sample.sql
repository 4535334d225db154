-- One row per ticket that QA reads, in its week. Nobody chooses: the order is the md5
-- of the ticket and a salt, whatever the machine or the order of rows. Suspected
-- incidents, escalations and low scores come on top and stay out of the incidence
-- estimate.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

strata as (

    select * from {{ ref('int_sample_strata') }}

),

incidents as (

    select * from {{ ref('policy_incidents') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

suspected_tickets as (

    select distinct ticket_id
    from incidents
    where check_name != 'qa'

),

ranked as (

    select
        tickets.ticket_id,
        tickets.week,
        tickets.deployment_id,
        tickets.archetype,
        tickets.is_attempted,
        tickets.has_escalation,
        tickets.model_quality is not null as has_score,
        suspected_tickets.ticket_id is not null as is_suspected,
        row_number() over (
            partition by
                tickets.deployment_id, tickets.week, tickets.archetype,
                tickets.is_attempted
            order by {{ sample_key('tickets.ticket_id') }}, tickets.ticket_id
        ) as turn,
        row_number() over (
            partition by
                tickets.deployment_id, tickets.week, tickets.has_escalation
            order by {{ sample_key('tickets.ticket_id') }}, tickets.ticket_id
        ) as escalation_turn,
        row_number() over (
            partition by
                tickets.deployment_id, tickets.week, tickets.model_quality is not null
            order by tickets.model_quality, tickets.ticket_id
        ) as score_turn
    from tickets
    left join suspected_tickets
        on tickets.ticket_id = suspected_tickets.ticket_id
    cross join watermark
    where
        tickets.is_counted and tickets.week + interval '7' day <= watermark.as_of

),

picked as (

    select
        ranked.*,
        cast(strata.sample_count as double) / nullif(strata.ticket_count, 0)
            as stratum_rate,
        case
            when ranked.is_attempted and ranked.turn <= strata.sample_count
                then 'random'
            when ranked.is_suspected then 'suspected'
            when ranked.has_escalation and ranked.escalation_turn <= 5
                then 'escalation'
            when ranked.has_score and ranked.score_turn <= 10 then 'low_score'
        end as reason
    from ranked
    left join strata
        on
            ranked.deployment_id = strata.deployment_id
            and ranked.week = strata.week
            and ranked.archetype = strata.archetype

),

final as (

    select
        ticket_id,
        week,
        deployment_id,
        archetype,
        reason,
        reason = 'random' as is_random,
        case when reason = 'random' then stratum_rate end as sampling_rate
    from picked
    where reason is not null

)

select * from final
order by ticket_id, week
