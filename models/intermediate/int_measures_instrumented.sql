-- One row per deployment and measure: does all that the measure lives on come in?

with

needs as (

    select * from {{ ref('int_needs_met') }}

),

final as (

    select
        deployment_id,
        measure,
        bool_and(is_met) as is_instrumented
    from needs
    group by deployment_id, measure

)

select * from final
