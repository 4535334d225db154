-- One row per deployment, week and panel archetype: what the read part of the random
-- sample says of all its conversations. Strata are weighted by the inverse of the rate
-- at which they were read; extras are left out.

with

sample as (

    select * from {{ ref('qa_sample') }}

),

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

strata as (

    select * from {{ ref('int_sample_strata') }}

),

archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

read_by_stratum as (

    select
        sample.deployment_id,
        sample.week,
        sample.archetype,
        count(*) as sampled_count,
        count_if(tickets.is_reviewed) as read_count,
        count_if(
            tickets.is_reviewed
            and tickets.finding_count_1 + tickets.finding_count_2
            + tickets.finding_count_3 + tickets.finding_count_4 > 0
        ) as wrong_count
    from sample
    inner join tickets
        on sample.ticket_id = tickets.ticket_id
    where sample.is_random
    group by sample.deployment_id, sample.week, sample.archetype

),

weighted as (

    select
        archetypes.deployment_id,
        archetypes.panel_archetype as archetype,
        strata.week,
        strata.ticket_count,
        read_by_stratum.sampled_count,
        read_by_stratum.read_count,
        read_by_stratum.wrong_count,
        case when read_by_stratum.read_count > 0 then strata.ticket_count else 0 end
            as covered_count,
        cast(
            cast(strata.ticket_count * read_by_stratum.wrong_count as double)
            / nullif(read_by_stratum.read_count, 0) as decimal(38, 15)
        ) as wrong_estimate,
        cast(
            cast(strata.ticket_count * strata.ticket_count as double)
            / nullif(read_by_stratum.read_count, 0) as decimal(38, 15)
        ) as squared_weights
    from strata
    inner join read_by_stratum
        on
            strata.deployment_id = read_by_stratum.deployment_id
            and strata.week = read_by_stratum.week
            and strata.archetype = read_by_stratum.archetype
    inner join archetypes
        on
            strata.deployment_id = archetypes.deployment_id
            and strata.archetype = archetypes.archetype

),

final as (

    select
        deployment_id,
        week,
        archetype,
        cast(sum(ticket_count) as bigint) as conversation_count,
        cast(sum(sampled_count) as bigint) as sampled_count,
        cast(sum(read_count) as bigint) as read_count,
        cast(sum(wrong_count) as bigint) as wrong_count,
        cast(sum(covered_count) as bigint) as covered_count,
        cast(sum(wrong_estimate) as double) as wrong_estimate,
        cast(sum(covered_count) as double) * cast(sum(covered_count) as double)
        / nullif(cast(sum(squared_weights) as double), 0) as effective_count
    from weighted
    group by deployment_id, week, archetype

)

select * from final
