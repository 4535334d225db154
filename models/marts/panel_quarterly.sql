-- One row per deployment, quarter, slice, archetype, segment, channel and measure: the
-- panel's weeks pooled, beside the quarter before. A week belongs to the quarter of its
-- Thursday.

with

measures as (

    select * from {{ ref('int_measures_by_period') }}

),

{{ panel_by_period('quarter') }}

select * from final
order by deployment_id, quarter, slice, archetype, segment, channel, measure
