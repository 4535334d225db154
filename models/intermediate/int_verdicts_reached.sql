-- One row per deployment, week and panel archetype: what the satisfaction of the same
-- conversations says about their deflection. Protection must be proven: everything that
-- is not known ends in unproven. Null before the launch.

with

weeks as (

    select * from {{ ref('int_archetype_weeks') }}

),

panel as (

    select * from {{ ref('panel_weekly') }}

),

slips as (

    select * from {{ ref('int_csat_slips_named') }}

),

thresholds as (

    select * from {{ ref('int_thresholds_in_force') }}

),

csat as (

    select
        deployment_id,
        week,
        archetype,
        {{ cell('status', 'resolution_csat') }} as resolution_status,
        {{ cell('rolling', 'resolution_csat') }} as resolution_csat,
        {{ cell('delta', 'resolution_csat') }} as resolution_delta,
        {{ cell('status', 'delayed_csat') }} as delayed_status,
        coalesce({{ cell('baseline_n', 'delayed_csat') }}, 0) > 0
            as has_delayed_baseline,
        {{ cell('numerator', 'model_csat') }} is not null as has_model_scores
    from panel
    where slice = 'archetype'
    group by deployment_id, week, archetype

),

judged as (

    select
        weeks.deployment_id,
        weeks.week,
        weeks.archetype,
        weeks.off_list_because,
        csat.resolution_status,
        csat.delayed_status,
        csat.has_delayed_baseline,
        csat.has_model_scores,
        slips.watch_count,
        slips.vetoes_in_words,
        slips.watches_in_words,
        case
            when not weeks.is_after_launch then null
            when slips.veto_count > 0 then 'vetoed'
            when weeks.off_list_because is not null then 'off_list'
            when slips.watch_count > 0 then 'unproven'
            when
                csat.resolution_status = 'protected'
                and csat.delayed_status in ('protected', 'not_instrumented')
                then 'protected'
            when csat.resolution_status in ('held', 'protected') then 'held'
            else 'unproven'
        end as verdict,
        {{ csat_in_words() }} as csat_in_words
    from weeks
    inner join csat
        on
            weeks.deployment_id = csat.deployment_id
            and weeks.week = csat.week
            and weeks.archetype = csat.archetype
    left join slips
        on
            weeks.deployment_id = slips.deployment_id
            and weeks.week = slips.week
            and weeks.archetype = slips.archetype
    left join thresholds
        on
            weeks.archetype = thresholds.archetype
            and weeks.week = thresholds.week
            and thresholds.measure = 'resolution_csat'

),

final as (

    select
        deployment_id,
        week,
        archetype,
        verdict,
        resolution_status,
        csat_in_words,
        {{ verdict_in_words() }} as verdict_in_words,
        case
            when delayed_status = 'not_instrumented' or not has_delayed_baseline
                then '; delayed CSAT not measured'
            else ''
        end
        || case
            when not has_model_scores then '; model-scored CSAT not measured' else ''
        end as unmeasured_in_words
    from judged

)

select * from final
