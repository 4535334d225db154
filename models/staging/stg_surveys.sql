-- One row per survey that passed every check.

with

typed as (

    select * from {{ ref('stg_surveys_typed') }}

),

rejected as (

    select * from {{ ref('stg_surveys_rejected') }}

),

final as (

    select
        typed.survey_id,
        typed.ticket_id,
        typed.sent_at,
        typed.responded_at,
        typed.score,
        typed.scale_min,
        typed.scale_max,
        typed.satisfied_from,
        typed.instrument
    from typed
    left join rejected
        on
            typed.raw_file = rejected.raw_file
            and typed.raw_row = rejected.raw_row
    where rejected.raw_row is null

)

select * from final
