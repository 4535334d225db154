{# A double as text, as DuckDB writes it: 5.0, 0.0001, 4e-07. #}
{% macro number_text(number) -%}
    {{ return(adapter.dispatch('number_text')(number)) }}
{%- endmacro %}


{% macro default__number_text(number) -%}
    cast({{ number }} as varchar)
{%- endmacro %}


{# Spark writes 1.0E-4 below a thousandth and 1.0E7 from ten millions on. #}
{% macro spark__number_text(number) -%}
    {%- set text = 'cast(' ~ number ~ ' as varchar)' -%}
    {%- set plain = 'cast(cast(' ~ number ~ ' as decimal(38, 18)) as varchar)' -%}
    case
        when {{ number }} = 0 or abs({{ number }}) between 0.001 and 9999999 then {{ text }}
        when abs({{ number }}) < 0.0001
            then regexp_replace(
                replace(lower({{ text }}), '.0e', 'e'), 'e-([0-9])$', {{ kept_group("'e-0'") }}, 'g'
            )
        else regexp_replace(
            regexp_replace({{ plain }}, '0+$', '', 'g'), '[.]$', '.0', 'g'
        )
    end
{%- endmacro %}
