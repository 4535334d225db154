-- One row per deployment and cited document: how the conversations of the last 13 weeks
-- that cited it ended. The rot score is how many more of them ended badly (abandoned,
-- followed by another contact, or with a confirmed finding) than citing conversations
-- of the deployment do on average.

with

citations as (

    select * from {{ ref('stg_citations') }}

),

tickets as (

    select * from {{ ref('int_tickets_of_quarter') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

cited as (

    select
        tickets.deployment_id,
        citations.document_id,
        tickets.ticket_id,
        max(citations.document_updated_at) as document_updated_at,
        max(tickets.is_abandoned) as is_abandoned,
        max(tickets.is_followable) as is_followable,
        max(tickets.is_followed) as is_followed,
        max(case when tickets.finding_count > 0 then 1 else 0 end) as has_finding,
        max(
            case
                when tickets.is_abandoned = 1 then 1
                when tickets.is_followed = 1 then 1
                when tickets.finding_count > 0 then 1
                else 0
            end
        ) as is_bad
    from citations
    inner join tickets on citations.ticket_id = tickets.ticket_id
    group by tickets.deployment_id, citations.document_id, tickets.ticket_id

),

documents as (

    select
        deployment_id,
        document_id,
        max(document_updated_at) as document_updated_at,
        count(*) as contact_count,
        cast(sum(is_abandoned) as bigint) as abandoned_count,
        cast(sum(is_followable) as bigint) as followable_count,
        cast(sum(is_followed) as bigint) as followed_count,
        cast(sum(has_finding) as bigint) as finding_count,
        cast(sum(is_bad) as bigint) as bad_count
    from cited
    group by deployment_id, document_id

),

desks as (

    select
        deployment_id,
        cast(sum(contact_count) as bigint) as contact_count,
        cast(sum(bad_count) as bigint) as bad_count
    from documents
    group by deployment_id

),

final as (

    select
        documents.deployment_id,
        documents.document_id,
        documents.document_updated_at,
        date_diff(
            'day',
            cast(documents.document_updated_at as date),
            cast(watermark.as_of as date)
        ) as age_days,
        documents.contact_count,
        documents.bad_count,
        {{ percent('documents.abandoned_count', 'documents.contact_count') }}
            as abandonment_rate,
        {{ percent('documents.followed_count', 'documents.followable_count') }}
            as repeat_contact_7d,
        {{ percent('documents.finding_count', 'documents.contact_count') }}
            as incident_rate,
        documents.bad_count
        - cast(documents.contact_count * desks.bad_count as double)
        / nullif(desks.contact_count, 0) as rot_score
    from documents
    inner join desks on documents.deployment_id = desks.deployment_id
    cross join watermark

)

select * from final
order by deployment_id, document_id
