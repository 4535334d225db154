-- One row per deployment, week and archetype: what moves a week or two before
-- satisfaction does.

{%- set repeats = [
    'repeat_contact_7d', 'repeat_contact_30d', 'repeat_contact_any_7d',
] %}
{%- set means = ['bot_handle_time', 'escalated_handle_time', 'model_csat'] %}
{%- set leading = repeats + means %}

with

panel as (

    select * from {{ ref('panel_weekly') }}

),

final as (

    select
        deployment_id,
        week,
        archetype,
        {{- share_cells(repeats) }},
        {{- mean_cells(means) }},
        {{- cells('baseline', leading, suffix='_baseline') }},
        {{- cells('delta', leading, suffix='_delta') }},
        {{- cells('wow', leading, suffix='_wow') }},
        {{- cells('rising_weeks', leading, suffix='_rising_weeks') }}
    from panel
    where slice = 'archetype'
    group by deployment_id, week, archetype

)

select * from final
order by deployment_id, week, archetype
