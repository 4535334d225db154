-- One row per deployment, week, archetype, kind and what of a change that the data
-- show: a launch, a bot version first seen, a cited document that was updated.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

citations as (

    select * from {{ ref('stg_citations') }}

),

slices as (

    select * from {{ ref('int_slice_weeks') }}

),

launches as (

    select distinct
        deployment_id,
        {{ week_of('cast(launched_on as timestamp)') }} as week,
        archetype,
        'launch' as kind,
        archetype as what
    from slices
    where slice = 'archetype' and is_after_launch

),

versions as (

    select
        deployment_id,
        min(week) as week,
        'all' as archetype,
        'bot_version' as kind,
        bot_version as what
    from tickets
    where is_counted and bot_version is not null
    group by deployment_id, bot_version

),

documents as (

    select distinct
        tickets.deployment_id,
        {{ week_of('citations.document_updated_at') }} as week,
        'all' as archetype,
        'document' as kind,
        citations.document_id as what
    from citations
    inner join tickets on citations.ticket_id = tickets.ticket_id
    where citations.document_updated_at is not null

),

final as (

    select * from launches
    union all
    select * from versions
    union all
    select * from documents

)

select * from final
