-- One row per breach of the gate and ticket that drives it: counted tickets of the
-- cell, in the weeks that it pools, none before launch, or in the one that it judges.

with

gate as (

    select * from {{ ref('gate') }}

),

tickets as (

    select * from {{ ref('int_ticket_facts') }}

),

archetypes as (

    select * from {{ ref('int_panel_archetypes') }}

),

watermark as (

    select * from {{ ref('int_watermark') }}

),

breaches as (

    select
        gate.rule,
        gate.deployment_id,
        gate.archetype as breach_archetype,
        gate.segment as breach_segment,
        archetypes.archetype,
        cast(gate.week - weeks_back.weeks * interval '7' day as date) as week,
        coalesce(gate.value > gate.target_high, false) as is_above_band,
        watermark.as_of
    from gate
    cross join (values (0), (1), (2), (3)) as weeks_back (weeks) -- noqa: AL05
    cross join watermark
    inner join archetypes
        on
            gate.deployment_id = archetypes.deployment_id
            and gate.archetype in ('all', archetypes.panel_archetype)
    where
        {{ severity_rank('gate.status') }} > 0
        and (
            weeks_back.weeks = 0
            or (
                weeks_back.weeks < gate.rolling_weeks
                and gate.rule not in ({{ weekly_rules() }})
            )
        )

),

candidates as (

    select
        breaches.rule,
        breaches.breach_archetype,
        breaches.breach_segment,
        breaches.is_above_band,
        breaches.as_of,
        tickets.*
    from breaches
    inner join tickets
        on
            breaches.deployment_id = tickets.deployment_id
            and breaches.archetype = tickets.archetype
            and breaches.week = tickets.week
    where
        tickets.is_counted
        and breaches.breach_segment in ('all', tickets.segment)

),

final as (
    {% for rule, condition, badness, why in breach_faults() -%}
        select
            deployment_id,
            rule,
            breach_archetype as archetype,
            breach_segment as segment,
            ticket_id,
            cast({{ badness }} as double) as badness,
            '{{ why }}' as why
        from candidates
        where rule = '{{ rule }}' and {{ condition }}
        {% if not loop.last -%}
            union all
        {% endif -%}
    {% endfor -%}

)

select * from final
