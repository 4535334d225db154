-- One row per deployment, week after its launch and measure: how much of the change of
-- the blended rate comes from another mix of tickets, and how much from the rates
-- themselves; and how far the mix has moved.

with

mixes as (

    select * from {{ ref('int_mixes_weighed') }}

),

effects as (

    select
        deployment_id,
        week,
        measure,
        sum(case when cut = 'cell' then s1 end) as s1,
        sum(case when cut = 'cell' then n1 end) as n1,
        sum(case when cut = 'cell' then s0 end) as s0,
        sum(case when cut = 'cell' then n0 end) as n0,
        {{ summed_exactly(kitagawa_mix('w1', 'r1', 'w0', 'r0'), 'cell') }}
            as mix_effect,
        {{ summed_exactly(kitagawa_rate('w1', 'r1', 'w0', 'r0'), 'cell') }}
            as rate_effect,
        {{ summed_exactly(psi('w1', 'w0'), 'cell') }} as psi,
        {{ summed_exactly(psi('w1', 'w0'), 'archetype') }} as psi_archetype,
        {{ summed_exactly(psi('w1', 'w0'), 'segment') }} as psi_segment
    from mixes
    group by deployment_id, week, measure

),

final as (

    select
        deployment_id,
        week,
        measure,
        cast(n1 as bigint) as ticket_count,
        cast(n0 as bigint) as compared_ticket_count,
        {{ percent('s1', 'n1') }} as rate,
        {{ percent('s0', 'n0') }} as compared_rate,
        {{ percent('s1', 'n1') }} - {{ percent('s0', 'n0') }} as total_effect,
        case when n1 > 0 and n0 > 0 then 100 * mix_effect end as mix_effect,
        case when n1 > 0 and n0 > 0 then 100 * rate_effect end as rate_effect,
        case when n1 > 0 and n0 > 0 then psi end as psi,
        case when n1 > 0 and n0 > 0 then psi_archetype end as psi_archetype,
        case when n1 > 0 and n0 > 0 then psi_segment end as psi_segment
    from effects

)

select * from final
order by deployment_id, week, measure
