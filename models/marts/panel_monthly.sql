-- One row per deployment, month, slice, archetype, segment, channel and measure: the
-- panel's weeks pooled, beside the month before. A week belongs to the month of its
-- Thursday.

with

measures as (

    select * from {{ ref('int_measures_by_period') }}

),

{{ panel_by_period('month') }}

select * from final
order by deployment_id, month, slice, archetype, segment, channel, measure
