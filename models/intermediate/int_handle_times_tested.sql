-- One row per cell of a rule over handle time. The bot's is a trend: it rose for two
-- weeks, and the mean logarithm of these two lies above the baseline's, or above that
-- of the eight weeks before. The agents' is a level: more than the limit over the
-- baseline for the same tickets, and surely over it.

{%- set parts = ['log_count', 'log_sum', 'log_squares'] %}

with

cells as (

    select * from {{ ref('int_measures_limited') }}

),

handle_times as (

    select
        *,
        {% for part in parts %}
            sum({{ part }}) over two_weeks as {{ part }}_2w,
            sum({{ part }}) over eight_weeks_before
                as {{ part }}_8w{% if not loop.last %},{% endif %}
        {%- endfor %}
    from cells
    where rule in ('bot_handle_time_trend', 'escalated_handle_time')
    window
        two_weeks as (
            partition by deployment_id, archetype, measure
            order by week
            rows between 1 preceding and current row
        ),
        eight_weeks_before as (
            partition by deployment_id, archetype, measure
            order by week
            rows between 9 preceding and 2 preceding
        )

),

final as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        rule,
        case
            when rule = 'bot_handle_time_trend' then denominator > 0
            else n1 > 0
        end as is_counted,
        case
            when rule = 'bot_handle_time_trend'
                then review_at >= 1 and review_at <= 52
            else review_at >= 0
        end as has_limit,
        case
            when rule = 'bot_handle_time_trend' then rising_weeks >= review_at
            else round(delta, 9) > review_at
        end as is_breach,
        case
            when rule = 'bot_handle_time_trend'
                then
                    {{ is_mean_above(
                        'log_count_2w', 'log_sum_2w', 'log_squares_2w',
                        'log_count0', 'log_sum0', 'log_squares0', z_confirm()
                    ) }}
                    or {{ is_mean_above(
                        'log_count_2w', 'log_sum_2w', 'log_squares_2w',
                        'log_count_8w', 'log_sum_8w', 'log_squares_8w', z_confirm()
                    ) }}
            else round({{ log_ratio_low(
                's1', 'n1', 'squares1', 's0', 'n0', 'squares0', z_confirm()
            ) }}, 9) > 0
        end as is_confirmed,
        case
            when rule = 'bot_handle_time_trend' then denominator >= 30
            else n1 >= 30
        end as is_enough,
        is_instrumented and (rule = 'bot_handle_time_trend' or n0 > 0)
            as is_instrumented,
        'review' as worst_status
    from handle_times

)

select * from final
