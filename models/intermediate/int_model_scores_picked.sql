-- One row per model-scored ticket: its latest score.

with

model_scores as (

    select * from {{ ref('stg_model_scores') }}

),

ranked as (

    select
        ticket_id,
        resolution_quality,
        row_number() over (
            partition by ticket_id
            order by
                scored_at desc,
                coalesce(model_version, '') desc,
                resolution_quality desc
        ) as recency
    from model_scores

),

final as (

    select
        ticket_id,
        resolution_quality as model_quality
    from ranked
    where recency = 1

)

select * from final
