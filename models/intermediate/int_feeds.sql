-- One row per deployment and feed that some staged row of the deployment fills.

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
        feed
    from conversation_feeds

    union all

    select
        deployment_id,
        feed
    from outcome_feeds

)

select * from final
