{# The panel's weeks pooled by month or quarter: the CTEs `divided` and `final`, over
   `measures`, of a model with one row per period and cell. #}
{% macro panel_by_period(period) -%}
divided as (

    select
        *,
        {{ measure_value('numerator', 'denominator') }} as value
    from measures
    where period = '{{ period }}'

),

final as (

    select
        deployment_id,
        period_start as {{ period }},
        slice,
        archetype,
        segment,
        channel,
        measure,
        week_count,
        is_after_launch,
        is_mature,
        is_instrumented,
        cast(numerator as double) as numerator,
        cast(denominator as double) as denominator,
        value,
        lag(value) over periods as previous_value,
        value - lag(value) over periods as change,
        baseline,
        baseline_n,
        case
            when unit = 's' then {{ percent('(value - baseline)', 'baseline') }}
            else value - baseline
        end as delta
    from divided
    window
        periods as (
            partition by deployment_id, slice, archetype, segment, channel, measure
            order by period_start
        )

)
{%- endmacro %}
