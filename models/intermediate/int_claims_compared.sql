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
        clauses.source,
        clauses.deployment_id is not null as is_own,
        max(case when clauses.deployment_id is not null then 1 else 0 end) over (
            partition by claims.message_id, claims.topic, claims.unit, claims.amount
        ) = 1 as has_own
    from claims
    inner join clauses
        on
            claims.topic = clauses.topic
            and claims.deployment_id
            = coalesce(clauses.deployment_id, claims.deployment_id)

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
        is_own = has_own
        and (
            unit = clause_unit
            or 'boolean' in (unit, clause_unit)
            or (
                unit in ('hours', 'business_days')
                and clause_unit in ('hours', 'business_days')
            )
        )

)

select * from final
