-- One row per ticket and clause that a reviewer named in it: how severe it is. Of the
-- clause's rows the deployment's own goes first, then the one that held when the
-- ticket was opened, then the latest.

with

reviews as (

    select * from {{ ref('stg_qa_reviews') }}

),

tickets as (

    select * from {{ ref('int_tickets_mapped') }}

),

policies as (

    select * from {{ ref('policies') }}

),

named as (

    select distinct
        ticket_id,
        policy_key
    from reviews
    where finding_class is not null

),

ranked as (

    select
        named.ticket_id,
        named.policy_key,
        policies.severity,
        row_number() over (
            partition by named.ticket_id, named.policy_key
            order by
                case when policies.deployment_id is not null then 0 else 1 end,
                case
                    when policies.valid_from > cast(tickets.opened_at as date) then 1
                    when policies.valid_to < cast(tickets.opened_at as date) then 1
                    else 0
                end,
                policies.valid_from desc nulls last,
                policies.severity asc nulls last
        ) as choice
    from named
    inner join tickets
        on named.ticket_id = tickets.ticket_id
    inner join policies
        on
            named.policy_key = policies.policy_key
            and tickets.deployment_id
            = coalesce(policies.deployment_id, tickets.deployment_id)

),

final as (

    select
        ticket_id,
        policy_key,
        severity
    from ranked
    where choice = 1

)

select * from final
