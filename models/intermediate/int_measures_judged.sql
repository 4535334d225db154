-- One row per judged cell of the panel, every week after launch: its status to the
-- letter, by the evidence, and in the mode in force.

{%- set worse = "('watch', 'review', 'rollback', 'incident')" %}

with

measures as (

    select * from {{ ref('int_states_remembered') }}

),

incidents as (

    select * from {{ ref('int_incidents_by_week') }}

),

judged as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        rule,
        is_mature,
        matured_on,
        is_shared_by_holdout,
        state_literal,
        state_evidence,
        status_literal,
        status_evidence
    from measures

    union all

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        rule,
        is_mature,
        matured_on,
        false as is_shared_by_holdout,
        state as state_literal,
        state as state_evidence,
        state as status_literal,
        state as status_evidence
    from incidents

),

final as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        rule,
        is_mature,
        matured_on,
        is_shared_by_holdout,
        state_literal,
        state_evidence,
        status_literal,
        status_evidence,
        {{ status_in_force(
            'status_literal', 'status_evidence', 'slice', "'" ~ var('gate_mode') ~ "'"
        ) }} as status,
        case
            when status_evidence in {{ worse }} and status_evidence = status_literal
                then 'confirmed'
            when status_evidence in {{ worse }} or status_literal in {{ worse }}
                then 'unconfirmed'
        end as evidence
    from judged

)

select * from final
