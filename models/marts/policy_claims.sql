-- One row per bot message, topic and quantity that it states: against the clause that
-- was in force when it was sent. No message text: quoted and canonical are values.
-- Less favours the customer where a topic is a time or a fee, else more does.

with

claims as (

    select * from {{ ref('int_claims_stated') }}

),

compared as (

    select * from {{ ref('int_claims_compared') }}

),

grounds as (

    select * from {{ ref('int_claims_grounded') }}

),

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

ranked as (

    select
        *,
        claim_comparable = clause_comparable as is_equal,
        row_number() over (
            partition by message_id, topic, unit, amount
            order by
                case
                    when is_in_force and claim_comparable = clause_comparable then 1
                    when is_superseded and claim_comparable = clause_comparable then 2
                    else 3
                end,
                abs(claim_comparable - clause_comparable),
                policy_key,
                clause_amount
        ) as place
    from compared
    where is_in_force or (is_superseded and claim_comparable = clause_comparable)

),

final as (

    select
        claims.message_id,
        claims.topic,
        {{ quantity_text('claims.amount', 'claims.unit') }} as quoted,
        claims.ticket_id,
        claims.deployment_id,
        tickets.week,
        claims.sent_at,
        ranked.policy_key,
        ranked.finding_class,
        ranked.severity,
        {{ quantity_text('ranked.clause_amount', 'ranked.clause_unit') }} as canonical,
        claims.unit,
        claims.amount,
        case
            when ranked.policy_key is null then 'no_clause'
            when ranked.is_equal and ranked.is_in_force then 'match'
            when ranked.is_equal then 'stale'
            when
                (ranked.claim_comparable < ranked.clause_comparable)
                = regexp_matches(claims.topic, '_(time|fee)$')
                then 'looser'
            else 'stricter'
        end as verdict,
        grounds.is_grounded
    from claims
    inner join tickets
        on claims.ticket_id = tickets.ticket_id
    left join ranked
        on
            claims.message_id = ranked.message_id
            and claims.topic = ranked.topic
            and claims.unit = ranked.unit
            and claims.amount = ranked.amount
            and ranked.place = 1
    left join grounds
        on
            claims.message_id = grounds.message_id
            and claims.topic = grounds.topic
            and claims.unit = grounds.unit
            and claims.amount = grounds.amount

)

select * from final
order by message_id, topic, quoted
