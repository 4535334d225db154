-- One row per thing said by this build (entry, deployment, week, rule, slice,
-- archetype, segment): each publish adds them to the ledger, which is never rewritten,
-- so that what was said then can be held against what is said now. What intents meant
-- is said too: a remapped intent moves tickets of every week.

with

gate as (

    select * from {{ ref('gate') }}

),

deflections as (

    select * from {{ ref('deflection_weekly') }}

),

intents as (

    select * from {{ ref('intents') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

said as (

    select
        'gate' as entry,
        deployment_id,
        week,
        rule,
        slice,
        archetype,
        segment,
        status as said
    from gate

    union all

    select
        'verdict' as entry,
        deployment_id,
        week,
        'all' as rule,
        'archetype' as slice,
        archetype,
        'all' as segment,
        verdict as said
    from deflections

    union all

    select
        'headline' as entry,
        deployment_id,
        week,
        'all' as rule,
        'archetype' as slice,
        archetype,
        'all' as segment,
        headline as said
    from deflections

    union all

    select
        'intent' as entry,
        'all' as deployment_id,
        {{ week_of('watermark.as_of') }} as week,
        intents.intent as rule,
        'all' as slice,
        'all' as archetype,
        'all' as segment,
        intents.archetype as said
    from intents
    cross join watermark

),

final as (

    select
        said.entry,
        said.deployment_id,
        said.week,
        said.rule,
        said.slice,
        said.archetype,
        said.segment,
        said.said,
        watermark.as_of
    from said
    cross join watermark

)

select * from final
order by entry, deployment_id, week, rule, slice, archetype, segment
