-- One row per deployment, slice, archetype, segment, channel and week: the spine of
-- the panel, from the first counted ticket to the week of as_of, so that silence shows;
-- a launch of an archetype goes before its deployment's.

with

slices as (

    select * from {{ ref('int_slices_summed') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

launches as (

    select * from {{ ref('launches') }}

),

opened as (

    select
        slices.deployment_id,
        slices.slice,
        slices.archetype,
        slices.segment,
        slices.channel,
        row_number() over (
            order by
                slices.deployment_id,
                slices.slice,
                slices.archetype,
                slices.segment,
                slices.channel
        ) as slice_number,
        min(slices.week) as first_week,
        max({{ week_of('watermark.as_of') }}) as last_week
    from slices
    cross join watermark
    where slices.arm = 'bot'
    group by
        slices.deployment_id,
        slices.slice,
        slices.archetype,
        slices.segment,
        slices.channel

),

weeks as (

    select
        deployment_id,
        slice,
        archetype,
        segment,
        channel,
        slice_number,
        unnest(generate_series(first_week, last_week, interval '7' day)) as week
    from opened

),

final as (

    select
        weeks.deployment_id,
        weeks.slice,
        weeks.archetype,
        weeks.segment,
        weeks.channel,
        cast(weeks.week as date) as week,
        weeks.slice_number,
        case
            when launches.deployment_id is not null then launches.launched_on
            else deployments.launched_on
        end as launched_on,
        coalesce(
            cast(weeks.week as date) >= case
                when launches.deployment_id is not null then launches.launched_on
                else deployments.launched_on
            end,
            false
        ) as is_after_launch
    from weeks
    inner join deployments on weeks.deployment_id = deployments.deployment_id
    left join launches
        on
            weeks.deployment_id = launches.deployment_id
            and weeks.archetype = launches.archetype

)

select * from final
