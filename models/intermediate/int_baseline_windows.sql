-- One row per deployment and baseline window, however many rows of the seed name it;
-- the window 'none' stands for a cell that no row covers.

with

deployments as (

    select * from {{ ref('deployments') }}

),

baselines as (

    select * from {{ ref('baselines') }}

),

final as (

    select
        deployment_id,
        {{ window_key('window_start', 'window_end') }} as window_key,
        window_start,
        window_end
    from baselines
    group by deployment_id, window_start, window_end

    union all

    select
        deployment_id,
        'none' as window_key,
        cast(null as date) as window_start,
        cast(null as date) as window_end
    from deployments

)

select * from final
