{# Why a row of the gate is in breach, as one sentence: what was measured, what it is
   compared with, the interval, how many, and how sure. A part that a rule does not have
   is left out. #}
{% macro evidence_sentence() -%}
    case
        when gate.rule in ('policy_p0', 'policy_other') and gate.status = 'watch'
            then
                'suspected by a check since the week of '
                || cast(gate.first_seen_week as varchar)
                || ', not yet read by a reviewer'
        when gate.rule in ('policy_p0', 'policy_other')
            then
                cast(cast(gate.value as bigint) as varchar)
                || ' confirmed and open, since the week of '
                || cast(gate.first_seen_week as varchar)
        when gate.rule in ({{ weekly_rules() }})
            then
                kpis.name
                || {{ phrase(' ', in_unit('gate.value'), ' in the week') }}
                || {{ phrase(', n ', 'cast(cast(gate.denominator as bigint) as varchar)') }}
        else
            kpis.name
            || {{ phrase(' ', in_unit('gate.rolling'), ' over four weeks') }}
            || {{ phrase(' against ', in_unit('gate.baseline'), ' in the baseline') }}
            || {{ phrase(', delta ', one_decimal('gate.delta')) }}
            || {{ phrase(' (interval ', one_decimal('gate.delta_low')) }}
            || {{ phrase(' to ', one_decimal('gate.delta_high'), ')') }}
            || {{ phrase(', n ', 'cast(gate.n1 as varchar)') }}
            || {{ phrase(' against ', 'cast(gate.n0 as varchar)') }}
    end
    || case
        when gate.rule in ('policy_p0', 'policy_other') then ''
        when gate.rule = 'bot_handle_time_trend'
            then {{ phrase('; rose ', 'cast(gate.rising_weeks as varchar)',
                ' weeks running') }}
        when gate.rule = 'deflection_band'
            then
                {{ phrase('; band ', one_decimal('gate.target_low')) }}
                || {{ phrase(' to ', one_decimal('gate.target_high')) }}
        when gate.status = 'rollback'
            then {{ phrase('; limit ', one_decimal('gate.rollback_at')) }}
        else {{ phrase('; limit ', one_decimal(
            'coalesce(gate.review_at, gate.watch_at)')) }}
            || case
                when gate.rule = 'survey_coverage' then ' % of the baseline' else ''
            end
    end
    || {{ phrase('; from the holdout ', one_decimal('gate.holdout_delta')) }}
    || case when gate.is_shared_by_holdout then ', which shares it' else '' end
    || case
        when gate.is_clearing then '; first week without breach'
        when gate.rule in ('policy_p0', 'policy_other') then ''
        else {{ phrase('; ', 'gate.evidence') }}
    end
    || {{ phrase('; ', 'gate.note') }}
{%- endmacro %}


{# Rules that judge one week, and not the four that the others pool. #}
{% macro weekly_rules() -%}
    'qa_coverage', 'refund_accuracy', 'refund_leakage', 'deflection_band',
    'bot_handle_time_trend'
{%- endmacro %}


{# A value of the gate with its unit from the catalogue. #}
{% macro in_unit(number) -%}
    {{ one_decimal(number) }} || case
        when kpis.unit in ('%', 's', 'points') then ' ' || kpis.unit else ''
    end
{%- endmacro %}


{# A value between words; nothing at all where it is null. #}
{% macro phrase(before, value, after='') -%}
    coalesce('{{ before }}' || {{ value }} || '{{ after }}', '')
{%- endmacro %}
