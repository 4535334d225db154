-- One row per judged cell, policy rules included: what the gate knows of it whatever
-- the mode. Incidents have no week of their own to wait for, so theirs is the panel's
-- last.

with

cells as (

    select * from {{ ref('int_cells_latest') }}

),

policies as (

    select * from {{ ref('int_policies_judged') }}

),

notes as (

    select * from {{ ref('int_cells_noted') }}

),

united as (

    select
        *,
        cast(null as date) as incident_week,
        cast(null as date) as last_found_on
    from cells

    union all

    select
        deployment_id,
        rule,
        'archetype' as slice,
        archetype,
        'all' as segment,
        measure,
        week,
        cast(confirmed_count as double) as value,
        cast(null as double) as rolling,
        cast(null as double) as baseline,
        cast(null as double) as delta,
        cast(null as double) as delta_low,
        cast(null as double) as delta_high,
        cast(null as double) as delta_pre_deployment,
        cast(null as double) as min_detectable,
        cast(null as bigint) as s1,
        cast(null as bigint) as n1,
        cast(null as bigint) as s0,
        cast(null as bigint) as n0,
        cast(null as bigint) as weeks_present,
        cast(null as decimal(9, 3)) as watch_at,
        review_at,
        cast(null as decimal(9, 3)) as rollback_at,
        review_action,
        cast(null as varchar) as rollback_action,
        fails_ci,
        status as state_literal,
        status as state_evidence,
        status as status_literal,
        status as status_evidence,
        case
            when {{ severity_rank('status') }} > 1 then 'confirmed'
            when {{ severity_rank('status') }} = 1 then 'unconfirmed'
        end as evidence,
        cast(null as double) as holdout_delta,
        cast(null as double) as holdout_delta_low,
        cast(null as double) as holdout_delta_high,
        false as is_shared_by_holdout,
        first_seen_week as incident_week,
        last_found_on
    from policies

),

final as (

    select
        united.*,
        notes.note
    from united
    left join notes
        on
            united.deployment_id = notes.deployment_id
            and united.rule = notes.rule
            and united.archetype = notes.archetype
            and united.slice = 'archetype'

)

-- The cell's columns are those of int_cells_latest: named once, there.
select * from final  -- noqa: AM04
