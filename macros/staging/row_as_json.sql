{# The key of a rejected row as text, as it was landed; null parts are left out. #}
{% macro row_key(table) -%}
    {%- set parts = [] -%}
    {%- for name in key_columns(table) -%}
        {%- do parts.append('cast(rows_read.' ~ name ~ ' as varchar)') -%}
    {%- endfor -%}
    nullif(concat_ws('|', {{ parts | join(', ') }}), '')
{%- endmacro %}


{#
    A landed row as one JSON object: every contract column cast to text. Free text is
    for the work database only; in public it is its length and md5.
#}
{% macro row_as_json(table, private) -%}
    concat(
        '{',
        {%- for column in contract_columns(table) %}
        {%- set value = 'rows_read.' ~ column['name'] %}
        '{{ ', ' if not loop.first }}"{{ column['name'] }}": ',
        {%- if is_free_text(column['name']) and not private %}
        {{ text_digest(value) }},
        {%- else %}
        coalesce({{ json_text('cast(' ~ value ~ ' as varchar)') }}, 'null'),
        {%- endif %}
        {%- endfor %}
        '}'
    )
{%- endmacro %}


{# Text that people or tools wrote: it never leaves the work database. #}
{% macro is_free_text(name) -%}
    {{ return(name in ['body', 'arguments', 'result']) }}
{%- endmacro %}


{# What may be published of a free text: how long it is, and its fingerprint. #}
{% macro text_digest(text) -%}
    case
        when {{ text }} is null then 'null'
        else concat(
            '{"length": ', cast(length({{ text }}) as varchar),
            ', "md5": "', md5({{ text }}), '"}'
        )
    end
{%- endmacro %}


{# A text as a JSON string, quoted and escaped; null stays null. #}
{% macro json_text(text) -%}
    {{ return(adapter.dispatch('json_text')(text)) }}
{%- endmacro %}

{% macro default__json_text(text) -%}
    cast(to_json({{ text }}) as varchar)
{%- endmacro %}

{# Spark writes objects only: the text is cut out of one. #}
{% macro spark__json_text(text) -%}
    case
        when {{ text }} is not null
            then regexp_extract(to_json(named_struct('v', {{ text }})), '(?s)^.{5}(.*).$', 1)
    end
{%- endmacro %}
