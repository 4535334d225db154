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

-- some patterns read whether anything was done at all, others do not
marks as (

    select false as is_marked
    union all
    select true as is_marked

),

marked as (

    select
        judged.words,
        marks.is_marked,
        marks.is_marked and judged.is_settled as is_vague,
        case
            when marks.is_marked and (judged.is_done or judged.is_settled)
                then judged.words || ' [done]'
            else judged.words
        end as said
    from judged
    cross join marks

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
