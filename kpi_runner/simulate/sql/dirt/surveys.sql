-- One row per dirty survey of the batch: a clean one with one thing wrong.

with

chosen as (

    select
        *,
        pick(
            ['bad_type', 'out_of_range', 'time_disorder', 'orphan_ticket'],
            chance(digest(survey_id, 'dirt'), 1)
        ) as reason
    from surveys
    where chance(digest(survey_id, 'dirt'), 0) < getvariable('dirt')

),

final as (

    select
        * replace (
            'dirt-' || survey_id as survey_id,
            if(reason = 'orphan_ticket', 'gone-' || ticket_id, ticket_id) as ticket_id,
            case reason
                when 'bad_type' then 'five'
                when 'out_of_range' then cast(scale_max + 1 as varchar)
                else cast(score as varchar)
            end as score,
            if(reason = 'time_disorder', sent_at - interval 1 hour, responded_at)
                as responded_at
        )
    from chosen

)

select * from final
order by survey_id
