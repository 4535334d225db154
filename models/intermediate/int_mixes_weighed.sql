-- One row per deployment, week, measure, cut of the mix (cell, archetype or segment),
-- archetype and segment: its share and its rate, now and before. A part that is new or
-- gone has the other time's rate: it changes the mix alone.

with

mixes as (

    select * from {{ ref('int_mixes_compared') }}

),

cuts as (

    select 'cell' as cut
    union all
    select 'archetype' as cut
    union all
    select 'segment' as cut

),

mixes_by_cut as (

    select
        mixes.*,
        cuts.cut,
        case when cuts.cut <> 'segment' then mixes.archetype else 'all' end
            as cut_archetype,
        case when cuts.cut <> 'archetype' then mixes.segment else 'all' end
            as cut_segment
    from mixes
    cross join cuts

),

summed as (

    select
        deployment_id,
        week,
        measure,
        cut,
        cut_archetype,
        cut_segment,
        coalesce(sum(s1), 0) as s1,
        coalesce(sum(n1), 0) as n1,
        coalesce(sum(s0), 0) as s0,
        coalesce(sum(n0), 0) as n0
    from mixes_by_cut
    group by deployment_id, week, measure, cut, cut_archetype, cut_segment

),

weighed as (

    select
        *,
        {{ share('n1', 'nullif(sum(n1) over whole, 0)') }} as w1,
        {{ share('n0', 'nullif(sum(n0) over whole, 0)') }} as w0,
        {{ share('s1', 'nullif(n1, 0)') }} as own_r1,
        {{ share('s0', 'nullif(n0, 0)') }} as own_r0
    from summed
    window
        whole as (
            partition by deployment_id, week, measure, cut
        )

),

final as (

    select
        deployment_id,
        week,
        measure,
        cut,
        cut_archetype as archetype,
        cut_segment as segment,
        cast(s1 as bigint) as s1,
        cast(n1 as bigint) as n1,
        cast(s0 as bigint) as s0,
        cast(n0 as bigint) as n0,
        w1,
        w0,
        coalesce(own_r1, own_r0, 0) as r1,
        coalesce(own_r0, own_r1, 0) as r0
    from weighed

)

select * from final
