{# State of a CSAT cell: satisfied and answered in the four-week window (s1, n1) and in
   the baseline (s0, n0), a drop confirmed or excluded by the macros below: columns, as
   two modes read each. Limits are signed points. The order of the branches is the rule
   (an empty window has no scale to compare): a small sample may convict, it never
   acquits; a missing or absurd limit does not acquit either. #}
{% macro gate_state(s1, n1, s0, n0, weeks_present, is_instrumented, is_comparable,
                    review_at, rollback_at, gate_mode, is_confirmed, is_excluded) -%}
    case
        when not coalesce({{ is_instrumented }}, false) or coalesce({{ n0 }}, 0) = 0
            then 'not_instrumented'
        when coalesce({{ n1 }}, 0) = 0
            then 'insufficient'
        when not coalesce({{ is_comparable }}, false)
            then 'incomparable'
        when not {{ has_drop_limits(review_at, rollback_at) }}
            then 'review'
        when
            {{ is_drop(s1, n1, s0, n0, review_at) }}
            and {{ is_convicted(is_confirmed, n1, gate_mode) }}
            then case
                when {{ is_drop(s1, n1, s0, n0, rollback_at) }} then 'rollback'
                else 'review'
            end
        when {{ is_drop(s1, n1, s0, n0, review_at) }} and {{ n1 }} >= 30
            then 'watch'
        when {{ n1 }} < 30 or {{ n0 }} < 100 or coalesce({{ weeks_present }}, 0) < 4
            then 'insufficient'
        when {{ is_excluded }}
            then 'protected'
        when not {{ is_drop(s1, n1, s0, n0, review_at) }}
            then 'held'
        else 'review'
    end
{%- endmacro %}

{# A drop of at least -limit points, exact: 82 % against 80 % is two points, which
   floating point denies. #}
{% macro is_drop(s1, n1, s0, n0, limit) -%}
    (100 * ({{ exact(s0) }} * {{ exact(n1) }} - {{ exact(s1) }} * {{ exact(n0) }})
    >= -({{ limit }}) * {{ exact(n0) }} * {{ exact(n1) }})
{%- endmacro %}

{# Products of counts outgrow a bigint; of decimals this wide they do not. #}
{% macro exact(n) -%} cast({{ n }} as decimal(20, 0)) {%- endmacro %}

{# The drop is real at 99.5 %, or the letter asks for no more than 30 answers. #}
{% macro is_convicted(is_confirmed, n1, gate_mode) -%}
    ({{ is_confirmed }} or ({{ gate_mode }} = 'literal' and {{ n1 }} >= 30))
{%- endmacro %}

{% macro is_drop_confirmed(s1, n1, s0, n0) -%}
    (round({{ newcombe_high(s1, n1, s0, n0, z_confirm()) }}, 9) < 0)
{%- endmacro %}

{# A drop of -limit points is excluded at 95 %: by the sizes alone, so that luck cannot
   do it, and by the interval. #}
{% macro is_drop_excluded(s1, n1, s0, n0, limit) -%}
    (round(100 * {{ z_protect() }} * {{ planning_error(n1, s0, n0) }}, 9) <= -({{ limit }})
    and round(100 * ({{ newcombe_low(s1, n1, s0, n0, z_protect()) }}), 9) > {{ limit }})
{%- endmacro %}

{# Both limits are drops that can happen, and rollback is not the weaker one. #}
{% macro has_drop_limits(review_at, rollback_at) -%}
    coalesce(
        {{ review_at }} < 0
        and {{ rollback_at }} <= {{ review_at }}
        and {{ rollback_at }} >= -100,
        false
    )
{%- endmacro %}
