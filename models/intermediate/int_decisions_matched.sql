-- One row per gate mode and judged cell in breach that its owner has decided upon since
-- it began: the latest decision. It answers the rule that it names; one without an
-- archetype, that rule in the whole deployment.

with

cells as (

    select * from {{ ref('int_gate_modes') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

decided as (

    select
        cells.gate_mode,
        cells.deployment_id,
        cells.rule,
        cells.slice,
        cells.archetype,
        cells.segment,
        cells.severity_rank,
        cells.first_seen_week,
        cells.last_found_on,
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
                decisions.decision asc,
                decisions.assignee asc
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
        gate_mode,
        deployment_id,
        rule,
        slice,
        archetype,
        segment,
        severity_rank,
        first_seen_week,
        last_found_on,
        decision,
        decided_on,
        assignee,
        follow_up_on,
        today
    from decided
    where recency = 1

)

select * from final
