{# A sentence with every way of saying that something was done in one form: I have
   refunded, your plan has been changed. #}
{% macro done_voice(sentence) -%}
    {%- set filler = '(?: (?:just|already|now|successfully|also|personally|gone ahead and|went ahead and|since|recently|automatically|manually|fully|officially|right away))*' -%}
    {%- set done = '([a-z]*ed|sent|made|put|gave|given|set|reset|paid)' -%}
    {%- set mine = 'regexp_replace(' ~ sentence
        ~ ", '\\b(?:i''ve|we''ve|i have|we have|i had|we had)" ~ filler ~ " ', ' i did ', 'g')" -%}
    {%- set past = 'regexp_replace(' ~ mine ~ ", '\\b(?:i|we)" ~ filler ~ ' ' ~ done
        ~ "\\b', " ~ kept_group("' i did '") ~ ", 'g')" -%}
    {%- set passive = 'regexp_replace(' ~ past
        ~ ", '\\b(?:has|have|is|are|was|were|got)" ~ filler ~ '(?: been)?' ~ filler ~ ' '
        ~ done ~ "\\b', " ~ kept_group("'has been '") ~ ", 'g')" -%}
    regexp_replace(replace({{ passive }}, ' i did ', ' i have '), ' +', ' ', 'g')
{%- endmacro %}


{# The replacement of a match: a text, then the match's first group. #}
{% macro kept_group(before) -%}
    {{ return(adapter.dispatch('kept_group')(before)) }}
{%- endmacro %}


{% macro default__kept_group(before) -%}
    {{ before }} || '\1'
{%- endmacro %}


{% macro spark__kept_group(before) -%}
    {{ before }} || '$1'
{%- endmacro %}


{# A clause that denies, imagines or announces what it names. #}
{% macro is_undone(clause) -%}
    regexp_matches(
        {{ clause }},
        '(?:^|[^a-z])(?:not|never|cannot|unable|hasn''t|haven''t|wasn''t|weren''t|isn''t|aren''t|couldn''t|can''t|failed|yet to|(?:will|would|could|should|may|might|must|can) (?:[a-z]+ )?have|no (?:refund|record|return|order|request|case|ticket|plan|account|change|invoice|credit|discount)[a-z]*|none|nothing|previously|last (?:week|month|year|time)|who|which was|that was|according|i see (?:that )?your|shows? that|showing|appears? to|seems? to|looks like|(?:many|other|several|most) (?:customers|people|users)|(?:is|are) (?:[a-z]+ )?(?:[a-z]+ed|sent|made|paid) (?:within|in [0-9a]|in (?:about|around|up)|once|when|after|only|every|automatically|at the end|on the))(?:[^a-z]|$)|^(?:[^a-z]*(?:and|but|so|then|also) )?(?:once|if|when|whenever|after|as soon as|until|unless|before|should|in case|assuming|provided|would you|do you|can i|shall i|had (?:i|we|your)|any|items?|orders?|refunds?|customers?) '
    )
{%- endmacro %}
