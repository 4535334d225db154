{#
    A landed value as the contract's type, or null where its text is none. A landed
    column holds the contract's type already, or text.
#}
{% macro typed_value(column) -%}
    {%- set name = column['name'] -%}
    {%- if column['type'] == 'varchar' -%}
        {{ name }}
    {%- elif column['type'] == 'timestamp' -%}
        {{ timestamp_of(name) }}
    {%- elif column['type'] == 'boolean' -%}
        {{ boolean_of(name) }}
    {%- elif column['type'] == 'bigint' -%}
        {{ integer_of(name) }}
    {%- elif column['decimals'] is defined -%}
        cast(try_cast({{ name }} as decimal(18, {{ column['decimals'] }})) as double)
    {%- else -%}
        try_cast({{ name }} as {{ column['type'] }})
    {%- endif -%}
{%- endmacro %}


{# An instant in UTC; a text with an offset is converted, not cut. #}
{% macro timestamp_of(column) -%}
    {{ return(adapter.dispatch('timestamp_of')(column)) }}
{%- endmacro %}

{# A plain cast of text to timestamp drops the offset without a word, and reads
   'infinity' and 'epoch'. `typeof` is a constant, so a landed timestamp pays nothing
   for the text's branch. #}
{% macro default__timestamp_of(column) -%}
    {%- set text = 'upper(cast(' ~ column ~ ' as varchar))' -%}
    case
        when typeof({{ column }}) <> 'VARCHAR' then try_cast({{ column }} as timestamp)
        when regexp_matches({{ text }}, '^[0-9]{4}[-/]')
            then cast(
                try_cast(
                    replace(replace({{ text }}, ' +', '+'), ' -', '-') as timestamptz
                ) at time zone 'UTC' as timestamp
            )
    end
{%- endmacro %}


{# Spark casts with more leave than DuckDB, so that the form is looked at first. #}
{% macro spark__timestamp_of(column) -%}
    {%- set text = 'upper(cast(' ~ column ~ ' as varchar))' -%}
    {%- set day = '[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/)[0-9]{1,2}' -%}
    {%- set time = '[T ] *[0-9]{1,2}:[0-9]{1,2}(?::[0-9]{1,2}(?:[.][0-9]*)?)?' -%}
    {%- set zone = '(?:Z| ?[+-][0-9]{2}(?::?[0-9]{2}){0,2}| [A-Z]{3})?' -%}
    case
        when typeof({{ column }}) <> 'string' then try_cast({{ column }} as timestamp)
        when regexp_matches({{ text }}, '^{{ day }}(?:{{ time }}{{ zone }} *)?$')
            then cast(
                try_cast(
                    replace(
                        replace(
                            regexp_replace(replace({{ text }}, '/', '-'), ' +', ' ', 'g'),
                            ' +',
                            '+'
                        ),
                        ' -',
                        '-'
                    ) as timestamptz
                ) as timestamp
            )
    end
{%- endmacro %}


{# A moment as the command line gives it, or null for none: it must parse, in UTC or
   with an offset, and a bare date means 00:00. #}
{% macro utc_moment_or_null(moment) -%}
    {%- if moment is none -%}
        cast(null as timestamp)
    {%- else -%}
        {{ utc_moment("'" ~ moment ~ "'") }}
    {%- endif -%}
{%- endmacro %}

{# The instant of a text in UTC. #}
{% macro utc_moment(text) -%}
    {{ return(adapter.dispatch('utc_moment')(text)) }}
{%- endmacro %}

{% macro default__utc_moment(text) -%}
    cast(cast({{ text }} as timestamptz) at time zone 'UTC' as timestamp)
{%- endmacro %}


{# True and false; 1.0 and 0.0 are how data frames write flags that have nulls. #}
{% macro boolean_of(column) -%}
    case cast({{ column }} as varchar)
        when '1.0' then true
        when '0.0' then false
        else try_cast({{ column }} as boolean)
    end
{%- endmacro %}


{# A whole number: a plain cast would round 1.5 to 2. #}
{% macro integer_of(column) -%}
    case
        when try_cast({{ column }} as double) = floor(try_cast({{ column }} as double))
            then try_cast(round(try_cast({{ column }} as double)) as bigint)
    end
{%- endmacro %}
