-- One row per claim and clause of its topic that it can be held against: what the
-- clause says in the claim's terms, and whether it held when the message was sent.
-- A deployment's own clauses of a topic stand in the place of the general ones.

with

claims as (

    select * from {{ ref('int_claims_stated') }}

),

clauses as (

    select * from {{ ref('int_clauses_normalised') }}

),

own_topics as (

    select distinct
        deployment_id,
        topic
    from clauses
    where deployment_id is not null

),

scoped as (

    select
        claims.message_id,
        claims.topic,
        claims.unit,
        claims.amount,
        claims.ticket_id,
        claims.sent_at,
        clauses.policy_key,
        clauses.finding_class,
        clauses.severity,
        clauses.unit as clause_unit,
        clauses.amount as clause_amount,
        clauses.valid_from,
        clauses.valid_to,
        clauses.source
    from claims
    inner join clauses
        on
            claims.topic = clauses.topic
            and claims.deployment_id
            = coalesce(clauses.deployment_id, claims.deployment_id)
    left join own_topics
        on
            claims.deployment_id = own_topics.deployment_id
            and claims.topic = own_topics.topic
    where clauses.deployment_id is not null or own_topics.topic is null

),

final as (

    select
        message_id,
        topic,
        unit,
        amount,
        ticket_id,
        policy_key,
        finding_class,
        severity,
        source,
        clause_unit,
        clause_amount,
        {{ comparable_amount('amount', 'unit', 'clause_amount', 'clause_unit') }}
            as claim_comparable,
        {{ comparable_amount('clause_amount', 'clause_unit', 'amount', 'unit') }}
            as clause_comparable,
        coalesce(valid_from <= cast(sent_at as date), true)
        and coalesce(valid_to >= cast(sent_at as date), true) as is_in_force,
        coalesce(valid_to < cast(sent_at as date), false) as is_superseded
    from scoped
    where
        unit = clause_unit
        or 'boolean' in (unit, clause_unit)
        or (
            unit in ('hours', 'business_days')
            and clause_unit in ('hours', 'business_days')
        )

)

select * from final
