{# The shapes a formula can have. Each makes a dict: measure; columns, the name that its
   sums go by; baseline, the measure whose window it is compared with, or none; is_share,
   for the intervals; and parts, aggregates over tickets: numerator, denominator and what
   the spread of a mean or the identity of a scale needs. #}
{% macro formula(measure, baseline, is_share, parts, columns=none) -%}
    {{ return({
        'measure': measure,
        'columns': columns or measure,
        'baseline': baseline,
        'is_share': is_share,
        'parts': parts,
    }) }}
{%- endmacro %}


{# Tickets that meet a condition, of those that meet another: the numerator can only
   count rows of the denominator. #}
{% macro share_of(measure, among, that, baseline=none) -%}
    {{ return(formula(measure, baseline, true, {
        'numerator': 'count_if((' ~ among ~ ') and (' ~ that ~ '))',
        'denominator': 'count_if(' ~ among ~ ')',
    })) }}
{%- endmacro %}


{# Satisfied of answered surveys of one latency, and which scales were answered on. #}
{% macro csat(measure, latency, among, baseline) -%}
    {%- set answered = 'is_' ~ latency ~ '_answered and ' ~ among -%}
    {%- set csat = share_of(
        measure, answered, 'is_' ~ latency ~ '_satisfied', baseline
    ) -%}
    {%- do csat.parts.update({
        'scales': 'bit_or(case when ' ~ answered ~ ' then ' ~ latency ~ '_scale_bit end)'
    }) -%}
    {{ return(csat) }}
{%- endmacro %}


{# Mean of an amount over the tickets that have one. #}
{% macro mean_of(measure, among, amount, baseline, columns=none) -%}
    {{ return(formula(measure, baseline, false, columns=columns, parts={
        'numerator': 'sum(case when ' ~ among ~ ' then ' ~ amount ~ ' end)',
        'denominator': 'count(case when ' ~ among ~ ' then ' ~ amount ~ ' end)',
    })) }}
{%- endmacro %}


{# Mean of seconds, with the squares for its spread and the logarithms (in millionths,
   as integers, so that their sums are exact) for its trend. #}
{% macro duration(measure, among, seconds, baseline, columns=none) -%}
    {%- set duration = mean_of(measure, among, seconds, baseline, columns) -%}
    {%- set wide = 'cast(' ~ seconds ~ ' as decimal(19, 6))' -%}
    {%- set positive = among ~ ' and ' ~ seconds ~ ' > 0' -%}
    {%- set logarithm = 'case when ' ~ positive ~ ' then cast(round(1000000 * ln(cast('
        ~ seconds ~ ' as double))) as bigint) end' -%}
    {%- do duration.parts.update({
        'squares': 'sum(case when ' ~ among ~ ' then ' ~ wide ~ ' * ' ~ wide ~ ' end)',
        'log_count': 'count_if(' ~ positive ~ ')',
        'log_sum': 'sum(' ~ logarithm ~ ')',
        'log_squares': 'sum((' ~ logarithm ~ ') * (' ~ logarithm ~ '))',
    }) -%}
    {{ return(duration) }}
{%- endmacro %}


{# Parts of a whole that tickets already carry as counts. #}
{% macro parts_of(measure, whole, part) -%}
    {{ return(formula(measure, none, false, {
        'numerator': 'sum(' ~ part ~ ')',
        'denominator': 'sum(' ~ whole ~ ')',
    })) }}
{%- endmacro %}


{# A count or an amount of money, over nothing. #}
{% macro total_of(measure, amount) -%}
    {{ return(formula(measure, none, false, {
        'numerator': 'sum(' ~ amount ~ ')',
    })) }}
{%- endmacro %}
