-- One row per deployment, week and archetype with a CSAT that has slipped, its own or a
-- segment's: how many cells veto, how many are watched, and three of them in words: of
-- the archetype itself and of each segment the worst.

with

panel as (

    select * from {{ ref('panel_weekly') }}

),

judged as (

    select * from {{ ref('int_csat_judged') }}

),

kpis as (

    select * from {{ ref('kpis') }}

),

slipped as (

    select
        panel.deployment_id,
        panel.week,
        panel.archetype,
        panel.segment,
        panel.measure,
        kpis.kpi,
        {{ severity_rank('panel.status') }} as severity,
        panel.status in ('review', 'rollback') as is_veto,
        -- a re-baselined cell is compared with both windows: the worse one is told
        lower(substr(kpis.name, 1, 1)) || substr(kpis.name, 2)
        || case when panel.segment <> 'all' then ' of ' || panel.segment else '' end
        || ' '
        || case
            when judged.is_first_comparable
                then {{ signed('least(panel.delta, panel.delta_pre_deployment)') }}
            else {{ signed('panel.delta') }}
        end
        || case
            when panel.status in ('review', 'rollback') then ' (' || panel.status || ')'
            when judged.is_shared_by_holdout then ' (shared by the holdout)'
            else ''
        end as slip_in_words
    from panel
    inner join kpis on panel.measure = kpis.measure
    inner join judged
        on
            panel.deployment_id = judged.deployment_id
            and panel.week = judged.week
            and panel.slice = judged.slice
            and panel.archetype = judged.archetype
            and panel.segment = judged.segment
            and panel.measure = judged.measure
    where
        panel.slice in ('archetype', 'archetype_segment')
        and kpis.unit = 'points'
        and kpis.measure <> 'model_csat'
        and panel.status in ('watch', 'review', 'rollback')

),

ranked_in_segment as (

    select
        *,
        row_number() over (
            partition by deployment_id, week, archetype, is_veto, segment
            order by severity desc, kpi asc, measure desc
        ) as place_in_segment
    from slipped

),

ranked as (

    select
        *,
        row_number() over (
            partition by deployment_id, week, archetype, is_veto
            order by
                case when place_in_segment = 1 then 0 else 1 end asc,
                severity desc,
                case when segment = 'all' then 0 else 1 end asc,
                segment asc,
                place_in_segment asc
        ) as place
    from ranked_in_segment

),

final as (

    select
        deployment_id,
        week,
        archetype,
        cast(count_if(is_veto) as bigint) as veto_count,
        cast(count_if(not is_veto) as bigint) as watch_count,
        {{ first_three('slip_in_words', 'place', 'is_veto') }} as vetoes_in_words,
        {{ first_three('slip_in_words', 'place', 'not is_veto') }} as watches_in_words
    from ranked
    group by deployment_id, week, archetype

)

select * from final
