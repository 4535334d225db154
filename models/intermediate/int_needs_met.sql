-- One row per deployment, measure and need: does one of the need's feeds come in?
-- A feed list is needs parted by spaces; a need is met by any of its feeds, parted
-- by |. What the catalogue names and no deployment fills is not there, never assumed.

with

kpis as (

    select * from {{ ref('kpis') }}

),

deployments as (

    select * from {{ ref('deployments') }}

),

feeds as (

    select * from {{ ref('int_feeds') }}

),

needs as (

    select
        deployments.deployment_id,
        kpis.measure,
        unnest(string_split(kpis.feed, ' ')) as need
    from kpis
    cross join deployments

),

final as (

    select
        needs.deployment_id,
        needs.measure,
        needs.need,
        bool_or(feeds.feed is not null) as is_met
    from needs
    left join feeds
        on
            needs.deployment_id = feeds.deployment_id
            and position('|' || feeds.feed || '|' in '|' || needs.need || '|') > 0
    group by needs.deployment_id, needs.measure, needs.need

)

select * from final
