-- One row per gate mode, judged cell and week of the run of mature weeks in breach that
-- lasts until its latest mature week: since when it is so, and how bad it was then.

with

judged as (

    select * from {{ ref('int_measures_judged') }}

),

gate_modes as (

    {{ gate_mode_rows() }}

),

ranked as (

    select
        gate_modes.gate_mode,
        judged.deployment_id,
        judged.rule,
        judged.slice,
        judged.archetype,
        judged.segment,
        judged.week,
        judged.matured_on,
        {{ severity_rank(status_in_force(
            'judged.status_literal', 'judged.status_evidence', 'judged.slice',
            'gate_modes.gate_mode'
        )) }} as severity_rank
    from judged
    cross join gate_modes
    where judged.is_mature and judged.rule not in ('policy_p0', 'policy_other')

),

dated as (

    select
        *,
        max(case when severity_rank = 0 then week end) over (
            partition by gate_mode, deployment_id, rule, slice, archetype, segment
        ) as last_clean_week
    from ranked

),

final as (

    select
        gate_mode,
        deployment_id,
        rule,
        slice,
        archetype,
        segment,
        week,
        matured_on,
        severity_rank
    from dated
    where coalesce(week > last_clean_week, true)

)

select * from final
