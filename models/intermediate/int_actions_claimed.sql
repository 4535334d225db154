-- One row per bot message and action that it claims to have done: the first clause
-- that says so. Each wording is matched once, however many messages use it.

with

clauses as (

    select * from {{ ref('int_action_clauses') }}

),

capabilities as (

    select * from {{ ref('capabilities') }}

),

wordings as (

    select distinct wording
    from clauses

),

matched as (

    select distinct
        wordings.wording,
        capabilities.action
    from wordings
    inner join capabilities
        on regexp_matches(wordings.wording, '(?i)' || capabilities.pattern)

),

ranked as (

    select
        clauses.*,
        matched.action,
        row_number() over (
            partition by clauses.message_id, matched.action
            order by clauses.sentence_number, clauses.clause_number
        ) as place
    from clauses
    inner join matched
        on clauses.wording = matched.wording

),

final as (

    select
        message_id,
        action,
        ticket_id,
        deployment_id,
        sent_at,
        sentence,
        clause
    from ranked
    where place = 1

)

select * from final
