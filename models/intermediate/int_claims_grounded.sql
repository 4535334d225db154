-- One row per claim of a deployment whose citations are recorded: did the bot retrieve
-- the source of a clause on the topic, in the same ticket, before it spoke?
-- A retrieval that scores below the floor grounds nothing.

with

claims as (

    select * from {{ ref('int_claims_stated') }}

),

clauses as (

    select * from {{ ref('int_clauses_normalised') }}

),

citations as (

    select * from {{ ref('stg_citations') }}

),

recording as (

    select * from {{ ref('int_deployments_recording') }}

),

grounding as (

    select distinct
        claims.message_id,
        claims.topic
    from claims
    inner join clauses
        on
            claims.topic = clauses.topic
            and claims.deployment_id
            = coalesce(clauses.deployment_id, claims.deployment_id)
    inner join citations
        on
            claims.ticket_id = citations.ticket_id
            and clauses.source = citations.document_id
            and claims.sent_at >= citations.cited_at
    where
        coalesce(clauses.valid_from <= cast(claims.sent_at as date), true)
        and coalesce(clauses.valid_to >= cast(claims.sent_at as date), true)
        and not coalesce(
            citations.retrieval_score
            < cast({{ var('retrieval_floor') or 0 }} as decimal(18, 6)),
            false
        )

),

final as (

    select
        claims.message_id,
        claims.ticket_id,
        claims.topic,
        claims.unit,
        claims.amount,
        grounding.message_id is not null as is_grounded
    from claims
    inner join recording
        on
            claims.deployment_id = recording.deployment_id
            and recording.record_name = 'citations'
    left join grounding
        on
            claims.message_id = grounding.message_id
            and claims.topic = grounding.topic

)

select * from final
