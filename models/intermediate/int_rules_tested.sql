-- One row per judged cell that is no CSAT: its state in each of the two modes, from
-- what its rule found, before it is remembered.

with

shares as (

    select * from {{ ref('int_shares_tested') }}

),

stated as (

    select * from {{ ref('int_values_tested') }}

),

handle_times as (

    select * from {{ ref('int_handle_times_tested') }}

),

holdouts as (

    select * from {{ ref('int_holdouts_compared') }}

),

tested as (

    select * from shares
    union all
    select * from stated
    union all
    select * from handle_times

),

final as (

    select
        tested.deployment_id,
        tested.week,
        tested.slice,
        tested.archetype,
        tested.segment,
        tested.measure,
        tested.rule,
        coalesce(holdouts.is_shared_by_holdout, false) as is_shared_by_holdout,
        {{ rate_state(
            'tested.is_instrumented', 'tested.is_counted', 'tested.has_limit',
            'tested.is_breach', 'true', 'tested.is_enough', 'tested.worst_status', "'literal'"
        ) }} as state_literal,
        {{ rate_state(
            'tested.is_instrumented', 'tested.is_counted', 'tested.has_limit',
            'tested.is_breach',
            'tested.is_confirmed'
            ~ ' and not coalesce(holdouts.is_shared_by_holdout, false)',
            'tested.is_enough', 'tested.worst_status', "'evidence'"
        ) }} as state_evidence
    from tested
    left join holdouts
        on
            tested.deployment_id = holdouts.deployment_id
            and tested.week = holdouts.week
            and tested.slice = holdouts.slice
            and tested.archetype = holdouts.archetype
            and tested.segment = holdouts.segment
            and tested.measure = holdouts.measure

)

select * from final
