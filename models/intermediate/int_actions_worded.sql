-- One row per wording of a bot and action that it claims to have done: the first clause
-- that says so, and whether its sentence has a detail that a record would have. That
-- all is done (all set!) counts only where the message names nothing that was.

with

clauses as (

    select * from {{ ref('int_action_clauses') }}

),

matched as (

    select * from {{ ref('int_actions_found') }}

),

ranked as (

    select
        clauses.*,
        matched.action,
        matched.is_vague,
        bool_and(matched.is_vague) over (partition by clauses.wording_key)
            as is_all_vague,
        row_number() over (
            partition by clauses.wording_key, matched.action
            order by matched.is_vague, clauses.sentence_number, clauses.clause_number
        ) as place
    from clauses
    inner join matched
        on clauses.words = matched.words

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
    where place = 1 and is_vague = is_all_vague

)

select * from final
