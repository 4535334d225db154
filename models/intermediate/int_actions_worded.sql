-- One row per wording of a bot and action that it claims to have done: the first clause
-- that says so, and whether its sentence has a detail that a record would have.

with

clauses as (

    select * from {{ ref('int_action_clauses') }}

),

capabilities as (

    select * from {{ ref('capabilities') }}

),

wordings as (

    select distinct words
    from clauses

),

matched as (

    select distinct
        wordings.words,
        capabilities.action,
        coalesce(capabilities.rank, 1) as rank,
        min(coalesce(capabilities.rank, 1)) over (partition by wordings.words)
            as first_rank
    from wordings
    inner join capabilities
        on {{ fits_pattern('wordings.words', 'capabilities') }}

),

ranked as (

    select
        clauses.*,
        matched.action,
        row_number() over (
            partition by clauses.wording_key, matched.action
            order by clauses.sentence_number, clauses.clause_number
        ) as place
    from clauses
    inner join matched
        on
            clauses.words = matched.words
            and matched.rank = matched.first_rank

),

final as (

    select
        wording_key,
        action,
        sentence_number,
        clause_number,
        regexp_matches(sentence, '[0-9]|card|certificate|credit|paypal|bank')
            as has_detail
    from ranked
    where place = 1

)

select * from final
