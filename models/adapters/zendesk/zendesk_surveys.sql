-- One row per answer to a Zendesk satisfaction survey, and per offer without one.
-- The rating lives in the field history: offered, then good or bad, with or without a
-- comment, and perhaps changed later. Each answer is a row, sent when it was offered:
-- so a build as of an earlier day sees the answer of that day.

with

field_history as (

    select * from {{ source('zendesk', 'ticket_field_history') }}

),

ratings as (

    select
        ticket_id,
        {{ moment_of('updated') }} as rated_at,
        case
            when lower(value) = 'offered' then 'offered'
            when lower(value) like 'good%' then 'good'
            when lower(value) like 'bad%' then 'bad'
        end as rating,
        raw_file,
        raw_row
    from field_history
    where field_name in ('satisfaction_score', 'satisfaction_rating')

),

copies_numbered as (

    select
        *,
        row_number() over (
            partition by ticket_id, rated_at, rating
            order by raw_file, raw_row
        ) as copy_number
    from ratings
    where rating is not null

),

ratings_in_order as (

    select
        *,
        max(case when rating = 'offered' then rated_at end) over (
            partition by ticket_id
            order by rated_at, case when rating = 'offered' then 0 else 1 end
            rows between unbounded preceding and current row
        ) as offered_at,
        lead(rating) over (
            partition by ticket_id
            order by rated_at, case when rating = 'offered' then 0 else 1 end
        ) as next_rating
    from copies_numbered
    where copy_number = 1

),

final as (

    select
        'zendesk:' || ticket_id || ':' || cast(rated_at as varchar) as survey_id,
        'zendesk:' || ticket_id as ticket_id,
        coalesce(offered_at, rated_at) as sent_at,
        case when rating <> 'offered' then rated_at end as responded_at,
        case rating
            when 'good' then cast(1 as double)
            when 'bad' then cast(0 as double)
        end as score,
        cast(0 as double) as scale_min,
        cast(1 as double) as scale_max,
        cast(1 as double) as satisfied_from,
        'zendesk csat' as instrument,
        raw_file || '#ticket_field_history' as raw_file,
        raw_row
    from ratings_in_order
    where
        rating <> 'offered'
        or coalesce(next_rating, 'offered') = 'offered'

)

select * from final
