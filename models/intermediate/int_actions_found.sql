-- One row per words of a clause and action that they say was done: those of the lowest
-- rank. Vague is what says only that all is done.

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
        words as said,
        false as is_vague,
        false as is_marked
    from judged
    union all
    select
        words,
        case when is_done or is_settled then words || ' [done]' else words end as said,
        is_settled as is_vague,
        true as is_marked
    from judged

),

batches as (

    {{ lines_of('marked', 'said', ['is_marked']) }}

),

found as (

    select
        batches.is_marked,
        capabilities.action,
        coalesce(capabilities.rank, 1) as rank,
        unnest({{ lines_matched('batches.lines', 'capabilities') }}) as said
    from batches
    inner join capabilities
        on
            batches.is_marked = contains(capabilities.pattern, 'done\]')

),

ranked as (

    select
        marked.words,
        marked.is_vague,
        found.action,
        found.rank = min(found.rank) over (partition by marked.words) as is_first
    from marked
    inner join found
        on
            marked.said = found.said
            and marked.is_marked = found.is_marked

),

final as (

    select distinct
        words,
        action,
        is_vague
    from ranked
    where is_first

)

select * from final
