-- One row per gate mode and judged cell in breach that its owner has decided upon since
-- it began: the latest decision, and whether it still answers the breach: until its
-- follow-up, and unless it has worsened by a level since. A decision answers the rule it
-- names; one without an archetype, that rule in the whole deployment. An incident that
-- was found after the decision is not answered by it.

with

cells as (

    select * from {{ ref('int_gate_modes') }}

),

breach_weeks as (

    select * from {{ ref('int_breach_weeks') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

decided as (

    select
        cells.*,
        decisions.decision,
        decisions.decided_on,
        decisions.assignee,
        coalesce(
            decisions.follow_up_on,
            cast(
                decisions.decided_on + cells.follow_up_days * interval '1' day as date
            )
        ) as follow_up_on,
        cast(watermark.as_of as date) as today,
        row_number() over (
            partition by
                cells.gate_mode,
                cells.deployment_id,
                cells.rule,
                cells.slice,
                cells.archetype,
                cells.segment
            order by
                decisions.decided_on desc,
                decisions.follow_up_on desc,
                decisions.decision,
                decisions.assignee
        ) as recency
    from cells
    cross join watermark
    inner join decisions
        on
            cells.deployment_id = decisions.deployment_id
            and cells.rule = decisions.rule
            and cells.archetype = coalesce(decisions.archetype, cells.archetype)
            and cells.owner = decisions.decided_by
            and decisions.decided_on >= cells.first_seen_week
            and decisions.decided_on <= cast(watermark.as_of as date)
    where cells.severity_rank > 0

),

final as (

    select
        decided.gate_mode,
        decided.deployment_id,
        decided.rule,
        decided.slice,
        decided.archetype,
        decided.segment,
        decided.decision,
        decided.decided_on,
        decided.assignee,
        decided.follow_up_on,
        decided.follow_up_on >= decided.today
        and coalesce(decided.last_found_on <= decided.decided_on, true)
        and decided.severity_rank <= coalesce(
            max(
                case
                    when breach_weeks.matured_on <= decided.decided_on
                        then breach_weeks.severity_rank
                end
            ),
            min(
                case
                    when breach_weeks.week = decided.first_seen_week
                        then breach_weeks.severity_rank
                end
            ),
            decided.severity_rank
        ) as is_answered
    from decided
    left join breach_weeks
        on
            decided.gate_mode = breach_weeks.gate_mode
            and decided.deployment_id = breach_weeks.deployment_id
            and decided.rule = breach_weeks.rule
            and decided.slice = breach_weeks.slice
            and decided.archetype = breach_weeks.archetype
            and decided.segment = breach_weeks.segment
    where decided.recency = 1
    group by
        decided.gate_mode,
        decided.deployment_id,
        decided.rule,
        decided.slice,
        decided.archetype,
        decided.segment,
        decided.decision,
        decided.decided_on,
        decided.assignee,
        decided.follow_up_on,
        decided.today,
        decided.last_found_on,
        decided.severity_rank

)

select * from final
