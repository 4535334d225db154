-- One row per deployment, week, archetype, kind and what of a change: what a reader
-- should know when a line bends. Only weeks that the panel shows.

with

observed as (

    select * from {{ ref('int_changes_observed') }}

),

decisions as (

    select * from {{ ref('decisions') }}

),

policies as (

    select * from {{ ref('policies') }}

),

panel as (

    select * from {{ ref('panel_weekly') }}

),

shown as (

    select
        deployment_id,
        min(week) as first_week,
        max(week) as last_week
    from panel
    group by deployment_id

),

answered as (

    select
        deployment_id,
        week,
        denominator,
        value,
        lag(rolling) over (
            partition by deployment_id
            order by week
        ) as former_rolling
    from panel
    where
        slice = 'all'
        and measure = 'resolution_response_rate'
        and is_mature

),

gathered as (

    select * from observed
    union
    select
        deployment_id,
        {{ week_of('cast(decided_on as timestamp)') }} as week,
        coalesce(archetype, 'all') as archetype,
        'decision' as kind,
        decision as what
    from decisions
    union
    select
        shown.deployment_id,
        {{ week_of('cast(policies.valid_from as timestamp)') }} as week,
        'all' as archetype,
        'policy' as kind,
        policies.policy_key as what
    from policies
    inner join shown
        on coalesce(policies.deployment_id, shown.deployment_id) = shown.deployment_id
    where policies.valid_from is not null
    union
    select
        deployment_id,
        week,
        'all' as archetype,
        'response_rate' as kind,
        case when value > former_rolling then 'rose' else 'fell' end as what
    from answered
    where
        denominator >= {{ var('response_jump_sent') }}
        and round(abs(value - former_rolling), 9) >= {{ var('response_jump_points') }}

),

final as (

    select
        gathered.deployment_id,
        gathered.week,
        gathered.archetype,
        gathered.kind,
        gathered.what
    from gathered
    inner join shown on gathered.deployment_id = shown.deployment_id
    where gathered.week between shown.first_week and shown.last_week

)

select * from final
order by deployment_id, week, archetype, kind, what
