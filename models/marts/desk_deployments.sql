-- One row per deployment: its name, since when it runs, and who owns it.

with

deployments as (

    select * from {{ ref('deployments') }}

),

final as (

    select
        deployment_id,
        name,
        launched_on,
        regulated as is_regulated,
        rollback_owner as owner,
        rollback_contact as owner_contact,
        follow_up_days,
        cost_per_contact
    from deployments

)

select * from final
order by deployment_id
