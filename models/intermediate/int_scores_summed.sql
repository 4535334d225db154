-- One row per deployment, week, slice, archetype, segment, channel and latency with
-- answers: their normalised scores, added up as decimals so that the sum is exact.

with

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

panel_archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

slices as (

    {{ slice_rows() }}

),

answers as (

    select
        deployment_id,
        week,
        archetype,
        segment,
        channel,
        'resolution' as latency,
        cast(resolution_score_normalised as decimal(18, 9)) as score_normalised
    from tickets
    where is_counted and is_resolution_answered

    union all

    select
        deployment_id,
        week,
        archetype,
        segment,
        channel,
        'delayed' as latency,
        cast(delayed_score_normalised as decimal(18, 9)) as score_normalised
    from tickets
    where is_counted and is_delayed_answered

),

answers_summed as (

    select
        answers.deployment_id,
        answers.week,
        panel_archetypes.panel_archetype as archetype,
        answers.segment,
        answers.channel,
        answers.latency,
        sum(answers.score_normalised) as score_sum,
        count(answers.score_normalised) as score_count
    from answers
    inner join panel_archetypes
        on
            answers.deployment_id = panel_archetypes.deployment_id
            and answers.archetype = panel_archetypes.archetype
    group by
        answers.deployment_id,
        answers.week,
        panel_archetypes.panel_archetype,
        answers.segment,
        answers.channel,
        answers.latency

),

answers_by_slice as (

    select
        answers_summed.*,
        slices.slice
    from answers_summed
    cross join slices

),

final as (

    select
        deployment_id,
        week,
        slice,
        {{ archetype_in('slice') }} as archetype,
        {{ segment_in('slice') }} as segment,
        {{ channel_in('slice') }} as channel,
        latency,
        cast(sum(score_sum) as decimal(38, 9)) as score_sum,
        cast(sum(score_count) as bigint) as score_count
    from answers_by_slice
    group by
        deployment_id,
        week,
        slice,
        {{ archetype_in('slice') }},
        {{ segment_in('slice') }},
        {{ channel_in('slice') }},
        latency

)

select * from final
