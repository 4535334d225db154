-- One row per measure: what it is called, counts and lives on.

with

kpis as (

    select * from {{ ref('kpis') }}

),

final as (

    select
        kpis.measure,
        kpis.kpi,
        kpis.family,
        kpis.name,
        kpis.unit,
        kpis.direction,
        kpis.maturity_days,
        kpis.leading as is_leading,
        kpis.feed,
        kpis.definition,
        kpis.definition_version
    from kpis

)

select * from final
order by kpi, measure
