-- One row per wording of a bot and action that it claims to have done: the first clause
-- that says so, and whether its sentence has a detail that a record would have. That
-- all is done (all set!) counts only where the message names nothing that was.

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

judged as (

    select
        words,
        {{ says_settled('words') }} as is_settled,
        {{ says_done('words') }} as is_done
    from wordings
    where not {{ is_undone('words') }}

),

marked as (

    select
        words,
        is_settled,
        case when is_done or is_settled then words || ' [done]' else words end
            as marked_words
    from judged

),

matched as (

    select distinct
        marked.words,
        marked.is_settled and contains(capabilities.pattern, 'done\]') as is_vague,
        capabilities.action,
        coalesce(capabilities.rank, 1) as rank,
        min(coalesce(capabilities.rank, 1)) over (partition by marked.words)
            as first_rank
    from marked
    inner join capabilities
        on
            {{ fits_pattern(
                "case when contains(capabilities.pattern, 'done\\]')"
                ~ " then marked.marked_words else marked.words end",
                'capabilities'
            ) }}

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
    where place = 1 and is_vague = is_all_vague

)

select * from final
