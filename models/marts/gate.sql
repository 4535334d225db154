-- One row per judged cell (deployment, rule, slice, archetype, segment): its latest
-- mature week, judged in the mode in force.

with

gate_modes as (

    select * from {{ ref('gate_by_mode') }}

),

final as (

    select
        deployment_id,
        rule,
        slice,
        archetype,
        segment,
        measure,
        week,
        numerator,
        denominator,
        value,
        rolling,
        rolling_weeks,
        baseline,
        baseline_n,
        baseline_source,
        delta,
        delta_low,
        delta_high,
        min_detectable,
        delta_pre_deployment,
        wow,
        rising_weeks,
        target_low,
        target_high,
        s1,
        n1,
        s0,
        n0,
        weeks_present,
        gate_mode,
        watch_at,
        review_at,
        rollback_at,
        status_literal,
        status_evidence,
        status,
        evidence,
        holdout_delta,
        holdout_delta_low,
        holdout_delta_high,
        is_shared_by_holdout,
        is_clearing,
        fails_ci,
        action,
        owner,
        owner_contact,
        decision,
        decided_on,
        assignee,
        follow_up_on,
        is_answered,
        waived_until,
        waived_by,
        waiver_expired_on,
        is_waived,
        first_seen_week,
        due_on,
        note
    from gate_modes
    where gate_mode = '{{ var('gate_mode') }}'

)

select * from final
order by deployment_id, rule, slice, archetype, segment
