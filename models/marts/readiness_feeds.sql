-- One row per deployment, feed and measure that lives on it: does the feed come in,
-- what does its absence cost, and in which order is it worth delivering?

with

feeds as (

    select * from {{ ref('int_feeds') }}

),

needs as (

    select * from {{ ref('int_needs_met') }}

),

kpis as (

    select * from {{ ref('kpis') }}

),

unmet as (

    select
        deployment_id,
        measure,
        count(case when not is_met then 1 end) as unmet_count
    from needs
    group by deployment_id, measure

),

named as (

    select
        deployment_id,
        measure,
        is_met,
        unnest(string_split(need, '|')) as feed
    from needs

),

measures_by_feed as (

    select
        named.deployment_id,
        named.feed,
        named.measure,
        unmet.unmet_count,
        bool_or(feeds.feed is not null) as is_filled,
        count(case when not named.is_met then 1 end) as unmet_here_count
    from named
    inner join unmet
        on
            named.deployment_id = unmet.deployment_id
            and named.measure = unmet.measure
    left join feeds
        on
            named.deployment_id = feeds.deployment_id
            and named.feed = feeds.feed
    group by named.deployment_id, named.feed, named.measure, unmet.unmet_count

),

feeds_weighed as (

    select
        measures_by_feed.deployment_id,
        measures_by_feed.feed,
        row_number() over (
            partition by measures_by_feed.deployment_id
            order by
                count(distinct case
                    when
                        measures_by_feed.unmet_here_count = measures_by_feed.unmet_count
                        then kpis.kpi
                end) desc,
                count(distinct kpis.kpi) desc,
                count(*) desc,
                measures_by_feed.feed
        ) as priority
    from measures_by_feed
    inner join kpis on measures_by_feed.measure = kpis.measure
    where measures_by_feed.unmet_here_count > 0
    group by measures_by_feed.deployment_id, measures_by_feed.feed

),

final as (

    select
        measures_by_feed.deployment_id,
        measures_by_feed.feed,
        measures_by_feed.measure,
        kpis.kpi,
        kpis.name as measure_name,
        measures_by_feed.is_filled,
        measures_by_feed.unmet_here_count > 0 as is_cost,
        measures_by_feed.unmet_here_count > 0
        and measures_by_feed.unmet_here_count = measures_by_feed.unmet_count
            as is_enough,
        feeds_weighed.priority
    from measures_by_feed
    inner join kpis on measures_by_feed.measure = kpis.measure
    left join feeds_weighed
        on
            measures_by_feed.deployment_id = feeds_weighed.deployment_id
            and measures_by_feed.feed = feeds_weighed.feed

)

select * from final
order by deployment_id, feed, measure
