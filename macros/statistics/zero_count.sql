{# How many could have been missed: upper bounds at 95 % when a sample found none. #}

{# As a rate, from a sample of a large population; about 3 / n. #}
{% macro zero_count_rate(sampled) -%}
    case
        when {{ sampled }} = 0 then cast(1 as double)
        else 1 - power(cast(0.05 as double), 1 / {{ real(sampled) }})
    end
{%- endmacro %}

{# As the largest number of bad ones among `total` that a clean sample of `sampled` does
   not exclude (hypergeometric). The closed form is off by at most one, so its
   neighbours are tried: equal to scipy's for all totals up to 500. `guess` is a column
   of that form, which keeps the SQL short. #}
{% macro zero_count_bound(total, sampled, guess=none) -%}
    {%- set near = guess or zero_count_guess(total, sampled) -%}
    case
        when {{ sampled }} = 0 then {{ total }}
        when {{ is_zero_count_likely(total, sampled, near ~ ' + 1') }}
            then {{ near }} + 1
        when {{ is_zero_count_likely(total, sampled, near) }}
            then {{ near }}
        else {{ near }} - 1
    end
{%- endmacro %}

{% macro zero_count_guess(total, sampled) -%}
    cast(floor(
        {{ zero_count_rate(sampled) }}
        * ({{ total }} - (cast({{ sampled }} as double) - 1) / 2)
    ) as bigint)
{%- endmacro %}

{# Whether a sample misses `bad` bad ones in more than 5 of 100 cases. #}
{% macro is_zero_count_likely(total, sampled, bad) -%}
    case
        when {{ total }} - {{ sampled }} - ({{ bad }}) < 0 then false
        else
            {{ ln_factorial(total ~ ' - (' ~ bad ~ ')') }}
            - {{ ln_factorial(total ~ ' - ' ~ sampled ~ ' - (' ~ bad ~ ')') }}
            - {{ ln_factorial(total) }}
            + {{ ln_factorial(total ~ ' - ' ~ sampled) }}
            > ln(cast(0.05 as double)) + cast(0.00001 as double)
    end
{%- endmacro %}

{# Stirling's series; right to six digits from 2! on. #}
{% macro ln_factorial(n) -%}
    {%- set z = '(cast(' ~ n ~ ' as double) + 1)' -%}
    (({{ z }} - 0.5) * ln({{ z }}) - {{ z }} + cast(0.9189385332046727 as double)
    + 1 / (12 * {{ z }}) - 1 / (360 * {{ z }} * {{ z }} * {{ z }})
    + 1 / (1260 * {{ z }} * {{ z }} * {{ z }} * {{ z }} * {{ z }}))
{%- endmacro %}
