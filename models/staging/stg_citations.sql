-- One row per citation that passed every check.

with

typed as (

    select * from {{ ref('stg_citations_typed') }}

),

rejected as (

    select * from {{ ref('stg_citations_rejected') }}

),

final as (

    select
        typed.citation_id,
        typed.ticket_id,
        typed.cited_at,
        typed.document_id,
        typed.document_updated_at,
        typed.retrieval_score
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
