-- One row per model score that passed every check.

with

typed as (

    select * from {{ ref('stg_model_scores_typed') }}

),

rejected as (

    select * from {{ ref('stg_model_scores_rejected') }}

),

final as (

    select
        typed.ticket_id,
        typed.scored_at,
        typed.resolution_quality,
        typed.confidence,
        typed.model_version
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
