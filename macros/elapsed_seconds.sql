{# Seconds from one moment to a later one, exact to the microsecond, as
   decimal(18, 6); null when either is missing or the end lies before the start. #}
{% macro elapsed_seconds(start_at, end_at) -%}
    case
        when {{ end_at }} >= {{ start_at }}
            then cast(
                cast({{ microseconds_between(start_at, end_at) }} as decimal(18, 0))
                * 0.000001 as decimal(18, 6)
            )
    end
{%- endmacro %}


{# Whole microseconds between two moments, as a bigint. By dispatch, because epoch()
   cuts fractions of a second on Spark. #}
{% macro microseconds_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('microseconds_between')(start_at, end_at)) }}
{%- endmacro %}


{% macro default__microseconds_between(start_at, end_at) -%}
    date_diff('microsecond', {{ start_at }}, {{ end_at }})
{%- endmacro %}


{% macro spark__microseconds_between(start_at, end_at) -%}
    (unix_micros({{ end_at }}) - unix_micros({{ start_at }}))
{%- endmacro %}
