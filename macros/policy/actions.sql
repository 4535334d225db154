{# A clause with every way of saying that something was done in one form: I have
   refunded, your plan has been changed. Also without a subject (Refunded $20, Address
   changed) and for a second verb (I checked and cancelled it). #}
{% macro done_voice(clause) -%}
    {%- set filler = '(?: (?:[a-z]+ly|just|already|now|also|gone ahead and|went ahead and|since|right away|then|therefore|instead|indeed|at once|meanwhile|once more|again|both|today|for you))*' -%}
    {%- set done = '([a-z]*[a-z]ed|sent|resent|made|put|gave|given|set|reset|paid|took|taken|shut|got|cut|knocked|begun|done|undone)' -%}
    {%- set thing = '(refund|order|plan|address|password|account|profile|subscription|membership|exchange|return|replacement|discount|code|credit|fee|charge|booking|reservation|appointment|ticket|case|upgrade|downgrade|cancellation|payment|invoice|label|swap|switch|change|request)' -%}
    {%- set been = 'regexp_replace(' ~ clause
        ~ ", '([a-z])''s (?:now |just |already |all )*(been|cancell?ed|refunded|updated|changed|closed|booked|deleted|upgraded|reset) ', " ~ kept_groups("''", "' is '") ~ " || ' ', 'g')" -%}
    {%- set spoken = 'regexp_replace(regexp_replace(' ~ been
        ~ ", '\\b(it|that|this|all|everything)''s ', " ~ kept_group("''", "' is '")
        ~ ", 'g'), '\\b(you|they)''re ', " ~ kept_group("''", "' are '") ~ ", 'g')" -%}
    {%- set whole = 'replace(' ~ spoken ~ ", '''ve been ', ' have been ')" -%}
    {%- set mine = 'regexp_replace(' ~ whole
        ~ ", '\\b(?:i''ve|we''ve|i have|we have|i had|we had)" ~ filler ~ " ', ' i did ', 'g')" -%}
    {%- set past = 'regexp_replace(' ~ mine ~ ", '\\b(?:i|we)" ~ filler ~ ' ' ~ done
        ~ "\\b', " ~ kept_group("' i did '") ~ ", 'g')" -%}
    {%- set bare = 'regexp_replace(' ~ past
        ~ ", '^(?:[^a-z]|done|all done|all set|okay|ok|sure|yes|just)*\\b([a-z]+ed|sent) ((?:the|your|this|that|it|both|them|you|an?|[$€£]?0)(?:[^a-z]|$))', "
        ~ kept_groups("' i did '", "' '") ~ ", 'g')" -%}
    {%- set second = 'regexp_replace(' ~ bare
        ~ ", '( i did [^,]*) and" ~ filler ~ ' ' ~ done
        ~ "\\b', " ~ kept_groups("''", "' i did '") ~ ", 'g')" -%}
    {%- set nominal = 'regexp_replace(' ~ second
        ~ ", '^(?:[^a-z]|your |the |new |full |an? )*(?:[a-z]+ )?" ~ thing
        ~ "(?: (?:of|for|on|to)(?: [^ ]+){1,3})?[^a-z]* (issued|processed|cancell?ed|changed|switched|updated|saved|reset|applied|confirmed|complete|completed|done|closed|deleted|sent|booked|scheduled|arranged|created|opened|waived|removed|added|upgraded|refunded|approved|activated|swapped|exchanged|corrected)(?: [^ ]+){0,4}$', "
        ~ kept_groups("''", "' has been '") ~ ", 'g')" -%}
    {%- set passive = 'regexp_replace(' ~ nominal
        ~ ", '\\b(?:(?:has|have)" ~ filler ~ ' been|(?:is|are|was|were|got)' ~ filler ~ '(?: been)?)' ~ filler ~ ' '
        ~ done ~ "\\b', " ~ kept_group("'has been '") ~ ", 'g')" -%}
    regexp_replace(replace({{ passive }}, ' i did ', ' i have '), ' +', ' ', 'g')
{%- endmacro %}


{# The replacement of a match: a text, the match's first group, a text. #}
{% macro kept_group(before, after="''") -%}
    {{ return(adapter.dispatch('kept_group')(before, after)) }}
{%- endmacro %}


{% macro default__kept_group(before, after) -%}
    {{ before }} || '\1' || {{ after }}
{%- endmacro %}


{% macro spark__kept_group(before, after) -%}
    {{ before }} || '$1' || {{ after }}
{%- endmacro %}


{# The replacement of a match: a text, its first group, a text, its second group. #}
{% macro kept_groups(before, between) -%}
    {{ return(adapter.dispatch('kept_groups')(before, between)) }}
{%- endmacro %}


{% macro default__kept_groups(before, between) -%}
    {{ before }} || '\1' || {{ between }} || '\2'
{%- endmacro %}


{% macro spark__kept_groups(before, between) -%}
    {{ before }} || '$1' || {{ between }} || '$2'
{%- endmacro %}


{# A clause that denies, imagines or announces what it names. #}
{% macro is_undone(clause) -%}
    regexp_matches(
        regexp_replace(
            {{ clause }}, 'as (?:you )?(?:asked|requested|wanted|wished|agreed|discussed)|just as', '', 'g'
        ),
        '(?:^|[^a-z])(?:not|never|cannot|unable|hasn''t|haven''t|wasn''t|weren''t|isn''t|aren''t|couldn''t|can''t|failed|yet to|(?:will|would|could|should|may|might|must|can) (?:[a-z]+ )?have|no (?:refund|record|return|order|request|case|ticket|plan|account|change|invoice|credit|discount)[a-z]*|none|anything|nothing (?:has|was|is|on)|previously|yesterday|last (?:week|month|year|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|in (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:days?|weeks?|months?|years?|hours?) ago|by (?:you|yourself|your|the (?:customer|seller|bank|carrier|system)|another)|in the app|on your (?:side|phone|own)|you (?:said|told|asked|requested|already|have already|''ve already|cancelled|canceled|changed|returned)|(?:he|she|they|colleague|agent|friend) (?:said|told|says)|(?:has|have) to be|(?:need|needs|want|wants|wish) to|who|which was|that was|according|i (?:can )?see (?:that )?(?:your|an?|the|this)|shows? that|showing|appears?|seems?|looks like|(?:was|were|been|had) already|(?:is|are) (?:saved|stored|listed|shown) under|please (?:check|ensure|make sure|verify|confirm)|(?:when|once|until|if|whether) (?:it|that|this|they|all|everything)|(?:many|other|several|most) (?:customers|people|users)|(?:is|are) (?:[a-z]+ )?(?:[a-z]+ed|sent|made|paid) (?:within|in [0-9a]|in (?:about|around|up)|once|when|after|only|every|automatically|at the end|at checkout|on the|by default|unless|if|for (?:members|all|everyone|every|new|customers|orders)|to (?:the|your) original))(?:[^a-z]|$)|^(?:[^a-z]*(?:and|but|so|then|also|please|note|remember|that|our|all) )*(?:once|if|when|whenever|after|as soon as|until|unless|before|should|in case|assuming|provided|would you|do you|can i|shall i|had (?:i|we|your)|any|items|orders|refunds|customers|accounts|subscriptions|returns|exchanges|replacements|codes|changes) '
    )
{%- endmacro %}
