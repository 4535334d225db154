-- One row per gate mode and judged cell in breach that its owner has decided upon
-- since it began: whether that still answers the breach, until its follow-up and
-- unless it has worsened by a level since. An incident found after the decision is not
-- answered by it.

with

decisions as (

    select * from {{ ref('int_decisions_matched') }}

),

breach_weeks as (

    select * from {{ ref('int_breach_weeks') }}

),

final as (

    select
        decisions.gate_mode,
        decisions.deployment_id,
        decisions.rule,
        decisions.slice,
        decisions.archetype,
        decisions.segment,
        decisions.decision,
        decisions.decided_on,
        decisions.assignee,
        decisions.follow_up_on,
        decisions.follow_up_on >= decisions.today
        and coalesce(decisions.last_found_on <= decisions.decided_on, true)
        and decisions.severity_rank <= coalesce(
            max(
                case
                    when breach_weeks.matured_on <= decisions.decided_on
                        then breach_weeks.severity_rank
                end
            ),
            min(
                case
                    when breach_weeks.week = decisions.first_seen_week
                        then breach_weeks.severity_rank
                end
            ),
            decisions.severity_rank
        ) as is_answered
    from decisions
    left join breach_weeks
        on
            decisions.gate_mode = breach_weeks.gate_mode
            and decisions.deployment_id = breach_weeks.deployment_id
            and decisions.rule = breach_weeks.rule
            and decisions.slice = breach_weeks.slice
            and decisions.archetype = breach_weeks.archetype
            and decisions.segment = breach_weeks.segment
    group by
        decisions.gate_mode,
        decisions.deployment_id,
        decisions.rule,
        decisions.slice,
        decisions.archetype,
        decisions.segment,
        decisions.decision,
        decisions.decided_on,
        decisions.assignee,
        decisions.follow_up_on,
        decisions.today,
        decisions.last_found_on,
        decisions.severity_rank

)

select * from final
