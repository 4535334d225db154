-- One row per resolved conversation that the model scored.
-- The mean of the scores is the mean of satisfaction, moved by a planted drift.

with

scored as (

    select
        ticket_id,
        after_seconds(ends_at, 30) as scored_at,
        satisfaction,
        is_happy,
        model_shift,
        digest(ticket_id, 'score') as bits
    from details

),

final as (

    select
        ticket_id,
        scored_at,
        cast(
            greatest(
                0,
                least(
                    1,
                    satisfaction
                    + 0.5 * (cast(is_happy as integer) - satisfaction)
                    + 0.5
                    * least(satisfaction, 1 - satisfaction)
                    * (2 * chance(bits, 0) - 1)
                    + model_shift
                )
            )
            as decimal(18, 6)
        ) as resolution_quality,
        cast(0.6 + 0.4 * chance(bits, 1) as decimal(18, 6)) as confidence,
        'quality-3' as model_version
    from scored

)

select * from final
where scored_at < getvariable('data_end')
order by scored_at, ticket_id
