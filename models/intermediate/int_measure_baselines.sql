-- One row per deployment, baseline window, slice, archetype, segment, channel and
-- baseline measure: the baseline of a cell in weeks in which that window holds.
-- Computed once per window, not per week. The window's own tickets go first, then the
-- given figures; a segment or channel too thin for either takes its archetype's.

with

windows as (

    select * from {{ ref('int_window_measures') }}

),

given_values as (

    select * from {{ ref('baseline_values') }}

),

filled as (

    select
        windows.deployment_id,
        windows.window_key,
        windows.slice_number,
        windows.slice,
        windows.archetype,
        windows.segment,
        windows.channel,
        windows.measure,
        case
            when windows.denominator > 0 then 'window'
            when given_values.denominator > 0 then 'values'
        end as baseline_source,
        case
            when windows.denominator > 0 then windows.numerator
            else cast(coalesce(given_values.numerator, 0) as decimal(38, 6))
        end as numerator,
        case
            when windows.denominator > 0 then windows.denominator
            else cast(coalesce(given_values.denominator, 0) as bigint)
        end as denominator,
        windows.squares,
        windows.log_count,
        windows.log_sum,
        windows.log_squares,
        windows.scales
    from windows
    left join given_values
        on
            windows.deployment_id = given_values.deployment_id
            and windows.archetype = coalesce(given_values.archetype, 'all')
            and windows.segment = coalesce(given_values.segment, 'all')
            and windows.measure = given_values.measure
            and windows.channel = 'all'
            and windows.slice <> 'archetype_channel'

),

final as (

    select
        filled.deployment_id,
        filled.window_key,
        filled.slice_number,
        filled.slice,
        filled.archetype,
        filled.segment,
        filled.channel,
        filled.measure,
        case
            when archetypes.archetype is not null
                then archetypes.baseline_source || '_archetype'
            else filled.baseline_source
        end as baseline_source,
        {{ archetype_or_own('numerator') }} as numerator,
        {{ archetype_or_own('denominator') }} as denominator,
        {{ archetype_or_own('squares') }} as squares,
        {{ archetype_or_own('log_count') }} as log_count,
        {{ archetype_or_own('log_sum') }} as log_sum,
        {{ archetype_or_own('log_squares') }} as log_squares,
        {{ archetype_or_own('scales') }} as scales
    from filled
    left join filled as archetypes
        on
            filled.deployment_id = archetypes.deployment_id
            and filled.window_key = archetypes.window_key
            and filled.archetype = archetypes.archetype
            and filled.measure = archetypes.measure
            and archetypes.slice = 'archetype'
            and archetypes.denominator > 0
            and filled.slice in ('archetype_segment', 'archetype_channel')
            and filled.denominator < 30

)

select * from final
