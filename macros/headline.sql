{# The sentence of deflection_weekly: the pair, the verdict, the smallest drop that can be
   seen, and what is not measured. #}
{% macro headline() -%}
    weeks.archetype || ': ' || case
        when not weeks.is_after_launch then 'before launch'
        else
            case
                when rates.deflection_rate is not null
                    then 'deflected ' || {{ one_decimal('rates.deflection_rate') }} || ' %'
                else 'no tickets,'
            end
            || ' with ' || verdicts.csat_in_words
            || ': ' || verdicts.verdict_in_words
            || case
                when verdicts.resolution_status = 'incomparable' then ''
                when rates.min_detectable > 100 then ', sees no drop of any size'
                else {{ phrase(', sees drops of ', one_decimal('rates.min_detectable'),
                    ' points and more') }}
            end
            || verdicts.unmeasured_in_words
    end
{%- endmacro %}


{# Resolution CSAT against its baseline; a small drop is called what it is, never flat. #}
{% macro csat_in_words() -%}
    case
        when csat.resolution_status = 'not_instrumented' and csat.resolution_csat is null
            then 'CSAT not measured'
        when csat.resolution_status = 'not_instrumented'
            then 'CSAT ' || {{ one_decimal('csat.resolution_csat') }} || ' and no baseline'
        when csat.resolution_status = 'incomparable'
            then 'CSAT on another scale than its baseline'
        when csat.resolution_status = 'pending' then 'CSAT pending'
        when csat.resolution_delta is null then 'no CSAT answers'
        else
            'CSAT ' || {{ signed('csat.resolution_delta') }} || case
                when
                    round(csat.resolution_delta, 9) < 0
                    and round(csat.resolution_delta, 9) > thresholds.review_at
                    then ', inside the ' || {{ points_in_words('thresholds.review_at') }}
                        || ' tolerance'
                else ' against baseline'
            end
    end
{%- endmacro %}


{# The verdict and why, where the reason does not stand before it already, and the drops
   that are only watched. #}
{% macro verdict_in_words() -%}
    case
        when verdict = 'vetoed' then 'vetoed by ' || vetoes_in_words
        when verdict = 'off_list' then 'off_list (' || off_list_because || ')'
        when verdict = 'unproven' and resolution_status = 'pending'
            then 'unproven, the week is not mature'
        when verdict = 'unproven' and resolution_status = 'insufficient'
            then 'unproven, too few answers'
        else verdict
    end
    || case
        when watch_count > 0 then ', drop not confirmed: ' || watches_in_words else ''
    end
{%- endmacro %}


{# A change with its sign, which is left off a drop that rounds to nothing. #}
{% macro signed(number) -%}
    case
        when round({{ number }}, 1) < 0 then '-'
        when round({{ number }}, 9) < 0 then ''
        else '+'
    end
    || {{ one_decimal('abs(' ~ number ~ ')') }}
{%- endmacro %}


{# The tolerance as an adjective: two-point by the framework, a number where a desk has
   set another. #}
{% macro points_in_words(limit) -%}
    case
        when {{ limit }} = -2 then 'two-point'
        else {{ one_decimal('abs(' ~ limit ~ ')') }} || '-point'
    end
{%- endmacro %}


{# The first three of ranked phrases, and how many more there are. #}
{% macro first_three(phrase, place, among) -%}
    {%- for number in [1, 2, 3] %}
    coalesce({{ "', ' || " if not loop.first }}max(case
        when {{ among }} and {{ place }} = {{ number }} then {{ phrase }}
    end), '')
    || {%- endfor %} case
        when count(case when {{ among }} then 1 end) > 3
            then ' and '
                || cast(count(case when {{ among }} then 1 end) - 3 as varchar)
                || ' more'
        else ''
    end
{%- endmacro %}
