{# A text in which each sign of a list of (signs, replacement) is replaced, one by one:
   that is cheapest. #}
{% macro replaced(text, replacements) -%}
    {%- set made = namespace(text=text) -%}
    {%- for signs, replacement in replacements -%}
        {%- for sign in signs -%}
            {%- set made.text = "replace(" ~ made.text ~ ", '" ~ sign ~ "', '" ~ replacement ~ "')" -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(made.text) }}
{%- endmacro %}


{# A message in lower case, with plain apostrophes and spaces (hard and narrow ones are
   spaces): enough for a first look, and cheap. #}
{% macro lower_text(body) -%}
    {{ replaced('lower(' ~ body ~ ')', [('’', "''"), ('\u00a0\u202f', ' ')]) }}
{%- endmacro %}


{# A text in lower case and plain characters: typographic quotes and dashes and the marks
   of Markdown become what a pattern expects. #}
{% macro plain_text(text) -%}
    regexp_replace(
        {{ replaced(text, [
            ('’‘', "''"), ('“”', '"'), ('–—‑', '-'), ('*`_', ' '), ('~', '')
        ]) }},
        '[ \t\r]{2,}|[\t\r]', ' ', 'g'
    )
{%- endmacro %}


{# A text whose numbers all read 0: what is said with any numbers is said once. #}
{% macro without_numbers(text) -%}
    regexp_replace({{ text }}, '[0-9]+', '0', 'g')
{%- endmacro %}


{# The sentences of a plain text, as a list. A point within a number ends none, a face
   or picture ends one, a question keeps its mark, and what follows a but stands for
   itself. #}
{% macro sentences_of(text) -%}
    string_split(
        regexp_replace(
            replace(replace({{ text }}, ' rs. ', ' rs '), '?', '?' || chr(10)), '[.!;]+(\s|$)|\n+|[\x{1F300}-\x{1FAFF}]+(\s|$)|,? (?:but|however|although|whereas|though|nevertheless|that said)[, ]| - ',
            chr(10), 'g'
        ),
        chr(10)
    )
{%- endmacro %}


{# The clauses of a sentence, as a list. #}
{% macro clauses_of(sentence) -%}
    {{ split_by(sentence, "', | but | and (?:i|we|your|the) |: | - |\\('") }}
{%- endmacro %}


{# Tell whether a sentence may take its topic from what was said before it: not a long
   one, nor prices under a label of their own ("Payment: $30"), nor one that reports what
   was done ("I have refunded $30"). #}
{% macro is_short(sentence, unit_family) -%}
    (
        length({{ sentence }}) <= 80
        and ({{ unit_family }} = 'duration' or not contains({{ sentence }}, ': '))
        and not regexp_matches(
            {{ sentence }},
            '(?:^|[^a-z])(?:(?:i|we)(?:''ve| have)?(?: just| already| now)* (?:[a-z]+ed|sent|made|put|gave|paid)|(?:has|have|was|were)(?: just| already| now)* (?:been|[a-z]+ed|sent|made|paid)|(?:your|a|the) (?:refund|credit|payment) of) '
        )
    )
{%- endmacro %}


{# A number as a text without idle zeros: 720, 4.5. #}
{% macro short_number(number) -%}
    regexp_replace(cast(cast({{ number }} as decimal(18, 2)) as varchar), '\.?0+$', '', 'g')
{%- endmacro %}
