-- One row per deployment and feed: does any staged row of the deployment fill it?

with

conversation_feeds as (

    select * from {{ ref('int_conversation_feeds') }}

),

outcome_feeds as (

    select * from {{ ref('int_outcome_feeds') }}

),

final as (

    select
        deployment_id,
        feed,
        is_filled
    from conversation_feeds

    union all

    select
        deployment_id,
        feed,
        is_filled
    from outcome_feeds

)

select * from final
