-- One row per resolved ticket that was sent a survey: its answer by latency.
-- At most one survey per ticket and latency counts, so max() only picks it out.

with

surveys as (

    select * from {{ ref('int_surveys_matched') }}

),

answers as (

    select
        ticket_id,
        latency,
        is_answered,
        case when is_latest_answer then is_satisfied end as is_satisfied,
        case when is_latest_answer then score_normalised end as score_normalised,
        case when is_latest_answer then scale end as scale
    from surveys

),

final as (

    select
        ticket_id,
        bool_or(latency = 'resolution') as is_resolution_sent,
        bool_or(latency = 'resolution' and is_answered) as is_resolution_answered,
        bool_or(case when latency = 'resolution' then is_satisfied end)
            as is_resolution_satisfied,
        max(case when latency = 'resolution' then score_normalised end)
            as resolution_score_normalised,
        max(case when latency = 'resolution' then scale end) as resolution_scale,
        bool_or(latency = 'delayed') as is_delayed_sent,
        bool_or(latency = 'delayed' and is_answered) as is_delayed_answered,
        bool_or(case when latency = 'delayed' then is_satisfied end)
            as is_delayed_satisfied,
        max(case when latency = 'delayed' then score_normalised end)
            as delayed_score_normalised,
        max(case when latency = 'delayed' then scale end) as delayed_scale,
        cast(count_if(latency = 'off_window') as bigint) as off_window_survey_count
    from answers
    group by ticket_id

)

select * from final
