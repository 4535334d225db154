-- One row per judged cell that has a holdout: how it compares with the tickets that
-- were kept from the bot in those weeks, and whether they share its change for the
-- worse. A season moves both arms. To share a breach, the holdout has itself moved by
-- the limit, on 30 or more, and by at least half as far as the cell, and what is left
-- between the two is not confirmed: a handful of tickets acquits nobody.

{%- set counts = ['s1', 'n1', 'holdout_s0', 'holdout_n0'] %}
{%- set sums = [
    's1', 'n1', 'squares1', 'holdout_s0', 'holdout_n0', 'holdout_squares0'
] %}

with

cells as (

    select * from {{ ref('int_measures_limited') }}

),

held_out as (

    select
        *,
        case when unit = 'points' then -1 else 1 end as worse
    from cells
    where
        n1 > 0
        and holdout_n0 > 0
        and rule not in ('model_csat', 'survey_coverage', 'bot_handle_time_trend')

),

compared as (

    select
        *,
        case
            when unit = 's'
                then {{ percent_over('s1', 'n1', 'holdout_s0', 'holdout_n0') }}
            else {{ points_over('s1', 'n1', 'holdout_s0', 'holdout_n0') }}
        end as holdout_delta,
        case
            when unit = 's'
                then 100 * (exp({{ log_ratio_low(*(sums + [z_confirm()])) }}) - 1)
            else 100 * ({{ newcombe_low(*(counts + [z_confirm()])) }})
        end as holdout_delta_low,
        case
            when unit = 's'
                then 100 * (exp({{ log_ratio_high(*(sums + [z_confirm()])) }}) - 1)
            else 100 * ({{ newcombe_high(*(counts + [z_confirm()])) }})
        end as holdout_delta_high,
        case
            when unit = 's'
                then {{ percent_over('holdout_s0', 'holdout_n0', 's0', 'n0') }}
            else {{ points_over('holdout_s0', 'holdout_n0', 's0', 'n0') }}
        end as holdout_change
    from held_out

),

final as (

    select
        deployment_id,
        week,
        slice,
        archetype,
        segment,
        measure,
        holdout_n0 as holdout_n,
        holdout_delta,
        holdout_delta_low,
        holdout_delta_high,
        coalesce(
            holdout_n0 >= 30
            and round(worse * holdout_change, 9) >= abs(review_at)
            and round(2 * worse * holdout_change - worse * delta, 9) >= 0
            and round(
                case
                    when worse = -1 then -holdout_delta_high else holdout_delta_low
                end, 9
            ) <= 0,
            false
        ) as is_shared_by_holdout
    from compared

)

select * from final
