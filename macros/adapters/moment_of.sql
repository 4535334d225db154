{# An instant in UTC from a timestamp, a text with one, or unix seconds. #}
{% macro moment_of(column) -%}
    coalesce(
        {{ timestamp_of(column) }},
        {{ unix_moment_of(column) }}
    )
{%- endmacro %}


{# The instant of unix seconds, landed as a number or its text; null for any other. #}
{% macro unix_moment_of(column) -%}
    {{ return(adapter.dispatch('unix_moment_of')(column)) }}
{%- endmacro %}

{% macro default__unix_moment_of(column) -%}
    case
        when regexp_matches(cast({{ column }} as varchar), '^[0-9]{9,11}$')
            then make_timestamp(
                cast(cast({{ column }} as varchar) as bigint) * 1000000
            )
    end
{%- endmacro %}

{% macro spark__unix_moment_of(column) -%}
    case
        when cast({{ column }} as string) rlike '^[0-9]{9,11}$'
            then timestamp_seconds(cast(cast({{ column }} as string) as bigint))
    end
{%- endmacro %}
