{# Every match of a pattern in a text, as a list of texts. By dispatch: without a group
   number one engine returns the match, the other its first group. #}
{% macro all_matches(text, pattern) -%}
    {{ return(adapter.dispatch('all_matches')(text, pattern)) }}
{%- endmacro %}


{% macro default__all_matches(text, pattern) -%}
    regexp_extract_all({{ text }}, {{ pattern }})
{%- endmacro %}


{% macro spark__all_matches(text, pattern) -%}
    regexp_extract_all({{ text }}, {{ pattern }}, 0)
{%- endmacro %}


{# The parts of a text between the matches of a pattern: one more than there are. #}
{% macro split_by(text, pattern) -%}
    string_split_regex({{ text }}, {{ pattern }})
{%- endmacro %}


{# One number per element of a list: 1, 2, ... #}
{% macro numbers_of(list) -%}
    {{ return(adapter.dispatch('numbers_of')(list)) }}
{%- endmacro %}


{% macro default__numbers_of(list) -%}
    unnest(generate_series(1, len({{ list }})))
{%- endmacro %}


{% macro spark__numbers_of(list) -%}
    explode(filter(sequence(0, size({{ list }})), n -> n > 0))
{%- endmacro %}


{# An element by its number, from 1; null beyond the end. #}
{% macro element_of(list, number) -%}
    {{ return(adapter.dispatch('element_of')(list, number)) }}
{%- endmacro %}


{% macro default__element_of(list, number) -%}
    {{ list }}[{{ number }}]
{%- endmacro %}


{% macro spark__element_of(list, number) -%}
    try_element_at({{ list }}, cast({{ number }} as int))
{%- endmacro %}


{# The last element of a list; null of an empty one. #}
{% macro last_of(list) -%}
    {{ return(adapter.dispatch('last_of')(list)) }}
{%- endmacro %}


{% macro default__last_of(list) -%}
    {{ list }}[-1]
{%- endmacro %}


{% macro spark__last_of(list) -%}
    element_at({{ list }}, -1)
{%- endmacro %}


{# Tell whether a text contains any of the parts that stand between bars. #}
{% macro contains_any(text, parts) -%}
    {{ return(adapter.dispatch('contains_any')(text, parts)) }}
{%- endmacro %}


{% macro default__contains_any(text, parts) -%}
    list_bool_or(
        list_transform(
            string_split({{ parts }}, '|'), lambda part: contains({{ text }}, part)
        )
    )
{%- endmacro %}


{% macro spark__contains_any(text, parts) -%}
    exists(string_split({{ parts }}, '|'), part -> contains({{ text }}, part))
{%- endmacro %}
