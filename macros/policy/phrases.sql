{# What ends each of several texts that are searched together: no message holds it. #}
{% macro text_end() -%}
    {{ return('chr(30)') }}
{%- endmacro %}


{# A pattern of all the phrases of a column, as people type them: in any case (also of
   a dotted capital i), with any kind of apostrophe and space. No character of a phrase
   is special. #}
{% macro any_phrase(phrase) -%}
    {%- set typed = namespace(phrase=lower_text(phrase)) -%}
    {%- for sign, alike in [("''", "''’"), (' ', ' \u00a0\u202f'), ('i', 'iİ')] -%}
        {%- set typed.phrase = "replace(" ~ typed.phrase ~ ", '" ~ sign ~ "', '\\E[" ~ alike ~ "]\\Q')" -%}
    {%- endfor -%}
    '(?i:\Q' || array_to_string(list({{ typed.phrase }}), '\E|\Q') || '\E)'
{%- endmacro %}


{# Those of several texts, each with its end, that a pattern of phrases finds. #}
{% macro texts_matched(texts, pattern) -%}
    {{ return(adapter.dispatch('texts_matched')(texts, pattern)) }}
{%- endmacro %}


{% macro default__texts_matched(texts, pattern) -%}
    {%- set within = "'[^' || " ~ text_end() ~ " || ']*'" -%}
    regexp_extract_all({{ texts }}, {{ within }} || {{ pattern }} || {{ within }})
{%- endmacro %}


{% macro spark__texts_matched(texts, pattern) -%}
    filter(
        string_split({{ texts }}, {{ text_end() }}),
        text -> regexp_matches({{ lower_text('text') }}, {{ pattern }})
    )
{%- endmacro %}
