-- One row per survey of a resolved ticket: its latency, and whether it is the answer
-- that counts. Resolution: sent less than 48 h after it was resolved, or before;
-- delayed: from 48 h to 72 h; off_window: later. Per latency the latest answer counts.

with

surveys as (

    select * from {{ ref('stg_surveys') }}

),

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

matched as (

    select
        surveys.*,
        case
            when surveys.sent_at < tickets.resolved_at + interval '48' hour
                then 'resolution'
            when surveys.sent_at <= tickets.resolved_at + interval '72' hour
                then 'delayed'
            else 'off_window'
        end as latency
    from surveys
    inner join tickets
        on surveys.ticket_id = tickets.ticket_id
    where tickets.resolved_at is not null

),

ranked as (

    select
        *,
        row_number() over (
            partition by ticket_id, latency, score is not null
            order by coalesce(responded_at, sent_at) desc, survey_id desc
        ) as recency
    from matched

),

final as (

    select
        survey_id,
        ticket_id,
        latency,
        score is not null as is_answered,
        score is not null and recency = 1 as is_latest_answer,
        {{ is_satisfied('score', 'scale_min', 'scale_max', 'satisfied_from') }}
            as is_satisfied,
        cast(score - scale_min as double)
        / nullif(scale_max - scale_min, 0) as score_normalised,
        coalesce(instrument, '')
        || '|' || {{ number_text('scale_min') }}
        || '|' || {{ number_text('scale_max') }}
        || '|' || coalesce({{ number_text('satisfied_from') }}, '') as scale
    from ranked

)

select * from final
