{# Past forms of the verbs for what a desk does to a customer's things: those that tell
   of a change however they are said, and those that may also tell of a lasting state
   (your table is booked). #}
{% macro changing_verbs() -%}
    {%- set regular = 'activat|add|adjust|allocat|alter|amend|annul|appli|approv|archiv|arrang|assign|authori[sz]|award|backdat|block|cancel|chang|clear|clos|combin|complet|compensat|configur|connect|convert|copi|correct|creat|credit|debit|defer|delet|deposit|deregister|disabl|disconnect|dispatch|despatch|divert|doubl|downgrad|draft|dropp|edit|e-?mail|enabl|end|enrol|enter|eras|escalat|exchang|expedit|extend|fast-track|fil|finali[sz]|fix|flagg|forward|generat|grant|halt|initiat|insert|install|intercept|issu|launch|lift|link|load|lodg|logg|lower|mail|mark|merg|messag|migrat|modifi|mov|mut|notifi|inform|alert|organi[sz]|pair|pass|paus|pencil|popp|post|postpon|prioriti[sz]|process|prolong|provision|pull|push|queu|rais|recalculat|record|rectifi|reduc|refill|refund|regenerat|register|reimburs|releas|relocat|remitt|remov|renam|renew|repair|replac|report|rerout|reschedul|rescind|resolv|restor|resum|revers|revis|revok|rout|scrapp|separat|settl|shar|shift|shorten|sort|stopp|stripp|submitt|subscrib|substitut|suspend|swapp|switch|synchroni[sz]|sync|tagg|terminat|text|topp|transferr|trigger|trimm|turn|unfreez|updat|upgrad|upload|validat|verifi|void|waiv|whitelist|wip' -%}
    {{ return('(?:(?:re-?|un|de|dis)?(?:' ~ regular ~ ')l?ed|re-?sent|reset|redone|frozen|unfrozen|overridden|withdrawn|struck off|called off|taken off|written off|shut|shut down|set up)') }}
{%- endmacro %}


{% macro lasting_verbs() -%}
    {{ return('(?:booked|confirmed|saved|placed|reserved|opened|ordered|shipped|returned|scheduled|locked|secured|signed up|printed|sent|set|made|put)') }}
{%- endmacro %}


{# Past forms of any verb: those that end regularly, and the usual others. #}
{% macro past_verbs() -%}
    {{ return('(?:[a-z-]*[a-z]ed|(?:re-?|un)?(?:sent|set|made|paid|put|written|wrote|done)|brought|caught|cut|dealt|drawn|drew|froze|unfroze|frozen|unfrozen|gave|given|gone|got|held|kept|left|let|overrode|overridden|rang|rung|shut|split|spoke|spoken|spread|stuck|struck|taken|threw|thrown|told|took|went|withdrawn|withdrew)') }}
{%- endmacro %}


{# The same verbs as one says them after did or able to. #}
{% macro base_verbs() -%}
    {{ return('(?:re|un|de)?(?:activate|add|adjust|amend|apply|approve|arrange|ask|assign|block|book|cancel|change|clear|close|confirm|contact|correct|create|credit|delete|disable|downgrade|edit|email|enable|end|enrol|escalate|exchange|extend|file|fix|forward|freeze|generate|get|give|grant|hold|inform|issue|lift|link|lock|log|lower|make|merge|move|notify|open|order|pass|pause|pay|place|post|process|put|raise|reduce|refund|register|release|remove|renew|replace|report|request|reschedule|reserve|reset|resolve|restore|return|reverse|save|schedule|send|set|ship|sign|sort|split|start|stop|submit|swap|switch|take|tell|transfer|update|upgrade|verify|void|waive|withdraw)') }}
{%- endmacro %}


{# Words that may stand between a subject and its verb. #}
{% macro filler_words() -%}
    {{ return('(?: (?:[a-z]+ly|just|already|now|also|all|gone ahead and|went ahead and|gone and|went and|since|right away|then|therefore|hereby|duly|instead|indeed|at once|meanwhile|once more|again|both|today|this day|for you|for ya|as well|even|in fact|of course))*') }}
{%- endmacro %}


{# The main part of a clause, without contractions: not what stands in quotes or after a
   conjunction (if, so that, which), nor how it opens (okay, good news). #}
{% macro main_clause(clause) -%}
    {%- set doing = '(?:' ~ changing_verbs() ~ '|' ~ lasting_verbs() ~ ')' -%}
    {{ rewritten(clause, [
        ('"[^"]*(?:"|$)', ' '),
        ('\\bur ', 'your '),
        ("\\b(?:i|we) ?'?ve\\b", 'i have'),
        ("([a-z])'(?:ve|s)" ~ filler_words() ~ ' been ', '\\1 has been '),
        ("\\b(it|that|this|all|everything|there)'s |\\b(that)s ", '\\1\\2 is '),
        ("\\b(you|they|we)'re ", '\\1 are '),
        ("([a-z])'s((?: (?:now|all|just|already|back|on|in)\\b)*) (" ~ doing ~ '|on|in|gone|done|back|now|waiting)\\b', '\\1 is\\2 \\3'),
        ('(?:^| )(?:if|when|whenever|once|unless|until|till|whether|because|since (?:i|you|we|it|they|the|your|our|a|an)|so that|which|who|whose|where|while|as soon as|the moment|now that|the day|every time|by the time|in case|before|than|after (?:i|you|we|it|they|the|your|our|a|an)) .*$| so (?:you|we|it|they|the|your|that|no|there|expect|please) .*$', ' '),
        ('([^ ]+ [^ ]+ [^ ]+) (?:you|it|they) (?:will|won.t|can|should|may|might|.ll|don.t|do not) .*$', '\\1'),
        ('\\b(was|were|had)( been)? (?:already|previously) ', '\\1\\2 once '),
        ('\\b(will|would|could|should|may|might|must|can|to|not)( [a-z]+)? have ', '\\1\\2 get '),
        ('^(?:[^a-z0-9$€£]|(?:okay|ok|right|alright|sure|great|perfect|good news|hi|hello|hey|dear [a-z]+|well|yes|yep|yeah|so|and|thanks|thank you|just|kindly note|please note|note)(?:[^a-z]+|$))+', ''),
    ]) }}
{%- endmacro %}


{# A main clause with every way in which I say what I did in one form: I have refunded.
   Also without a subject (Refunded $20) and for a second verb (I checked and cancelled
   it). #}
{% macro active_voice(clause) -%}
    {%- set filler = filler_words() -%}
    {%- set changed = changing_verbs() -%}
    {%- set doing = '(?:' ~ changed ~ '|' ~ lasting_verbs() ~ ')' -%}
    {%- set done = past_verbs() -%}
    {%- set base = base_verbs() -%}
    {{ rewritten(clause, [
        ('^(?:all )?(?:done|sorted|set)[^a-z]+((?:i|we|you|your|the|a|an|it|that|' ~ doing ~ ')[^a-z])', '\\1'),
        ('\\b(?:our|the|my) (?:[a-z]+ ){0,2}(?:system|team|department)(?: here)? (?:has|have|just|already)' ~ filler ~ ' (' ~ done ~ ')\\b', ' i did \\1'),
        ('\\b(?:i|we) (?:have|had)' ~ filler ~ ' ', ' i did '),
        ('\\b(?:i|we)(?: did)?' ~ filler ~ ' (?:managed to|(?:was|were|been) (?:able|happy|glad|pleased|delighted) to|all i did was)' ~ filler ~ ' (' ~ base ~ ')\\b', ' i did \\1'),
        ('\\b(?:i|we)(?: did)?' ~ filler ~ ' (?:took|taken) the (?:liberty|trouble|freedom) (?:of|to) ([a-z]+?)(?:ing)?\\b', ' i did \\1ed'),
        ('\\b(?:i|we)(?: can)? confirm(?: to you)? having ', ' i did '),
        ('\\b(?:i|we)' ~ filler ~ ' did(?: was)?' ~ filler ~ ' (' ~ base ~ ')\\b', ' i did \\1'),
        ('\\b(?:i|we)' ~ filler ~ ' did (that|it|this)\\b', ' i did done \\1'),
        ('\\b(?:i|we)' ~ filler ~ ' (' ~ done ~ ')\\b', ' i did \\1'),
        (' i did been ', ' i become '),
        ('^have' ~ filler ~ ' (' ~ done ~ ')\\b', ' i did \\1'),
        ('^(' ~ doing ~ '|took|gave|got)' ~ filler ~ ' ((?:the|your|this|that|it|both|them|you|u|ur|an?|all|[$€£]?0)(?:[^a-z]|$))', ' i did \\1 \\2'),
        ('^(' ~ changed ~ ') ((?:to|for you|back to|over|into|onto)(?:[^a-z]|$))', ' i did \\1 \\2'),
        ('( i did [^,]*?) that (?:the|your|you|it|they|there|he|she|we|i|a|an|no) .*$', '\\1'),
        ('( i did [^,]*) and' ~ filler ~ ' (' ~ done ~ ')\\b', '\\1 i did \\2'),
        (' i did ', ' i have '),
        (' {2,}', ' '),
    ]) }}
{%- endmacro %}


{# A clause with every way of saying what was done in one form: your plan has been
   changed. A state counts where the verb tells of a change (the order is cancelled). #}
{% macro passive_voice(clause) -%}
    {%- set filler = filler_words() -%}
    {%- set changed = changing_verbs() -%}
    {%- set doing = '(?:' ~ changed ~ '|' ~ lasting_verbs() ~ ')' -%}
    {%- set done = past_verbs() -%}
    {{ rewritten(clause, [
        ('((?:one|[a-z]{4,}) that) (?:has|have|is|are|was|were) ', '\\1 had '),
        ('\\b(?:has|have)' ~ filler ~ ' been' ~ filler ~ ' (' ~ done ~ ')\\b', 'has been \\1'),
        ('\\b(?:is|are|stands?)' ~ filler ~ ' (' ~ done ~ ') by me\\b', 'has been \\1 by me'),
        ('\\b(?:was|were|stands?|stood)' ~ filler ~ ' (' ~ done ~ ')((?: [^ ]+){0,8}) by (me|us|our)\\b', 'has been \\1\\2 by us'),
        ('\\b(?:was|were|got)' ~ filler ~ ' (' ~ changed ~ ')\\b', 'has been \\1'),
        ('\\b(?:was|were)' ~ filler ~ ' (' ~ doing ~ ')((?: [^ ]+){0,6}) (for you|on your behalf|back to you)\\b', 'has been \\1\\2 \\3'),
        ('\\b(?:is|are)((?: [^ ]+){1,8} (?:within|in (?:0|an?|about|around|up to|one|two|three|four|five|six|ten)|after|later|up to 0|only|every|automatically|at checkout|by default|for (?:members|all|everyone|every|new)))\\b', 'gets\\1'),
        ('\\b(?:is|are|stands?) (?:now|already|all|hereby|duly|successfully|officially)' ~ filler ~ ' (' ~ doing ~ ')\\b', 'has been \\1'),
        ('\\b((?:your|the|this|that|it|both|everything)(?: [^ ]+){0,8}) (?:is|are|stands?) (' ~ changed ~ ')(?:( (?:to|from|for you|by me|by us|as|on our|with|back|over|through|too|effective|today|under)\\b)|((?: (?:on|off|up|out|in|down))?[^a-z]*$))', '\\1 has been \\2\\3\\4'),
    ]) }}
{%- endmacro %}


{# Address changed, bug logged for you: a noun and what was done to it, no verb beside. #}
{% macro with_elliptic_passive(words) -%}
    {%- set doing = '(?:' ~ changing_verbs() ~ '|booked|confirmed|saved|reserved|opened|ordered|shipped|returned|scheduled|locked|sent)' -%}
    case
        when
            regexp_matches({{ words }}, '^[^a-z]*(?:[^ ]+ ){1,6}{{ doing }}(?:[^a-z]*$|[^a-z]* (?:to|for|from|on|in|at|over|with|as|by (?:me|us|our)|into|onto|through|off|up|back|out|now|today|just now|already|again|successfully|thx|thanks|under|vide|until|too|also|✔|✅)(?: [^ ]+){0,7}$)')
            and not regexp_matches({{ words }}, '\b(?:i|we|you|he|she|they|it|is|are|be|been|was|were|has|have|had|will|can|could|may|must|should|would|shall|might|do|does|did|not|no|get|gets|that|to be|let|please|any|takes?|appears?|goes|comes?|arrives?|needs?|costs?|means|appl(?:y|ies)|expires?|depends?|shows?|see|hope|want|choose|select|press|tap|click|open|enter|use|how|status|subject|provided|awaiting|pending|being|usually|normally|always)\b|^(?:your|the|our|its|this|that|an?) (?:[^ ]+ )*(?:changed|closed|doubled|dropped|ended|launched|moved|opened|passed|returned|shifted|shipped|started|stopped|turned)\b')
            then regexp_replace({{ words }}, '^((?:[^ ]+ )+?)({{ doing }})\b', {{ kept_groups("'\\1has been \\2'") }}, 'g')
        else {{ words }}
    end
{%- endmacro %}


{# Tell whether a clause in one voice says that something was done, whatever it was:
   verbs of knowing, saying and trying change nothing, nor do those of looking. #}
{% macro says_done(words) -%}
    {%- set knowing = 'added up|agreed|authenticated|double-checked|identified|located|retrieved|(?:verified|confirmed) (?:your|the) (?:identity|account|details)|apologi[sz]ed|appreciated|asked (?:for|you|about|whether|if)|assumed|attempted|based|been|believed|charged|checked|concluded|considered|covered|decided|described|discussed|enjoyed|exceed|expected|explained|failed|feed|felt|found|gathered|gone|got (?:your|it|that|an?|the|no|some|two|0|[a-z]+ to)|guessed|had|heard|hoped|kept (?:you|in|on|an eye)|indicated|investigated|learned|learnt|liked|listed|looked|loved|mentioned|misread|missed|misunderstood|need|needed|noted|noticed|offered|outlined|preferred|proceed|promised|pulled up|quoted|read|realised|realized|received|recommended|reviewed|said|searched|seemed|seen|stopped [a-z]+ing|got you[^a-z]*$|got you covered|let you|spotted|started looking|stated|struggled|succeed|suggested|summari[sz]ed|suspected|talked|thanked|thought|told you|took (?:a|note)|taken (?:a|note)|tracked|tried|understood|used|viewed|went|wanted|wished|worked|worried|done (?:everything|all i|my best|what i|the maths?)|made (?:a mistake|an error|sure|it|clear)|put together|attached (?:the|an?) (?:instructions|article|guide|link|steps)|opened the help|moved to a new' -%}
    {%- set suffered = 'affected|authenticated|identified|(?:marked|confirmed|flagged) as|retrieved|selected|allowed|based|caused|charged|compromised|concerned|confused|covered|damaged|declined|delayed|delivered|designed|disappointed|discontinued|entitled|excluded|expected|experienced|explained|found|hacked|included|intended|interrupted|involved|kept (?:waiting|you)|limited|listed|located|lost|mentioned|needed|noted|offered|overcharged|permitted|planned|pleased|received|refused|rejected|requested|required|said|satisfied|seen|shown|sold|stolen|supposed|told|treated|used|worried' -%}
    {%- set changed = changing_verbs() -%}
    {%- set doing = '(?:' ~ changed ~ '|' ~ lasting_verbs() ~ '|' ~ base_verbs() ~ ')' -%}
    {%- set frames = [
        '^[^a-z]*(?:all )?(?:' ~ changed ~ '|sent|booked|saved|paid)(?: (?:it|you|that|them))?(?: over| now| for you| out)?[^a-z]*$',
        '\\bi have (?:had|got) (?:[^ ]+ ){1,5}' ~ doing ~ '\\b',
        '\\bi have (?:the|your|it|that|this|them|both)(?: [^ ]+){0,5} ' ~ changed ~ '\\b',
        '\\b(?:i|we)(?: can)?(?: hereby| now)? confirm (?:the|your) (?:cancell?ation|closure|change|refund|termination|deletion|transfer|upgrade|downgrade|booking|reservation)\\b',
        '\\b(?:that|this) is (?:you|your|the|an?) (?:[^ ]+ ){0,6}' ~ doing ~ '\\b',
        '\\b(?:refund|money|replacement|link|label|invoice|receipt|e-?mail|mail|password|code|voucher|copy|letter|credit|card|fresh|new|spare|extra)\\b(?: [^ ]+){0,3} (?:(?:is|are) (?:now |already |all |both |waiting )*(?:on (?:its|the|their) way|in your|back (?:on|in|with)|coming your way|heading)|(?:just )?(?:went|has gone) out)\\b',
        '\\b(?:refund|change|upgrade|downgrade|cancell?ation|exchange|switch|swap|transfer|update|return|reset|correction|registration)\\b(?: [^ ]+){0,6} (?:(?:(?:is|are) )?(?:now )?(?:complete|done|confirmed)[^a-z]*$|(?:is|are|went|has gone) (?:now )?through\\b)',
        '\\b(?:your|the) (?:[^ ]+ ){1,5}(?:is|are) (?:now|all|already) (?:on|off|active|live|gone|in place|in effect|open|closed|inactive|free)\\b',
        '\\b(?:is|are) (?:now )?(?:active|live) on your\\b|\\bnow (?:reads|sits|says|points)\\b',
    ] -%}
    regexp_matches(
        regexp_replace(
            {{ words }},
            '\bi have (?:{{ knowing }})(?:[^a-z]|$)|has been (?:{{ suffered }})(?:[^a-z]|$)|\bi have (?:changed|closed|extended|improved|increased|launched|lowered|moved|opened|raised|reduced|renamed|renovated|simplified|updated) our .*|(?:^|our |the |all )(?:prices?|shops?|stores?|website|site|app|terms|opening hours|building|factory)(?: [^ ]+){0,2} has been [a-z]+|\b(?:i have [a-z]+|the (?:[a-z]+ )*(?:period|window|policy|policies|terms)) (?:our (?:[a-z]+ )?(?:polic|terms|website|site|app|price|pricing|rules|hours|range|service|process).*|has been [a-z]+)',
            ' ', 'g'
        ),
        '\bi have (?:{{ past_verbs() }}|{{ base_verbs() }})\b|has been {{ past_verbs() }}\b'
    )
    or regexp_matches({{ words }}, '{{ frames | join("|") }}')
{%- endmacro %}


{# Tell whether a clause only says that all is done, or how things are now: all set, a
   confirmation is on its way, you are on the family plan now. #}
{% macro says_settled(words) -%}
    {%- set frames = [
        '^consider (?:your|the|that|it)(?: [^ ]+){0,4} (?:gone|' ~ changing_verbs() ~ ')\\b',
        '\\b(?:your|it|that)(?: [^ ]+){0,4} (?:is|are) gone (?:from|for good)\\b',
        '\\byou are (?:all )?booked(?: (?:in|on|onto|for)\\b|[^a-z]*$)',
        '^[^a-z]*(?:consider (?:it|that) |(?:it|that|this|everything|all|both|you|is) (?:is |are |has been )?(?:you )?(?:all )?)?(?:all |both )?(?:done|sorted|taken care of|set)(?: (?:and dusted|for you|now|mate|then|already|as requested|here|on my (?:end|side)))*[^a-z]*$',
        '\\bconfirmation\\b(?: [^ ]+){0,3} is (?:now |already )*(?:on its way|in your)\\b',
        '\\b[a-z]+(?: [^ ]+){0,4} (?:(?:is|are|=) (?:[^ ]+ )?|(?:is|are) (?:on|off|in|out of|under|with|back)(?: [^ ]+){1,3} )now[^a-z]*$',
        '\\byou are (?:now |officially |all |back )+(?:on|in|down)\\b',
    ] -%}
    regexp_matches({{ words }}, '{{ frames | join("|") }}')
{%- endmacro %}


{# A text after all the replacements of a list of (pattern, replacement). #}
{% macro rewritten(text, steps) -%}
    {%- set made = namespace(text=text) -%}
    {%- for pattern, replacement in steps -%}
        {%- set made.text = 'regexp_replace(' ~ made.text ~ ", '" ~ pattern | replace("'", "''")
            ~ "', " ~ kept_groups("'" ~ replacement ~ "'") ~ ", 'g')" -%}
    {%- endfor -%}
    {{ made.text }}
{%- endmacro %}


{# A replacement with the match's groups in it, written \1 and \2. #}
{% macro kept_groups(replacement) -%}
    {{ return(adapter.dispatch('kept_groups')(replacement)) }}
{%- endmacro %}


{% macro default__kept_groups(replacement) -%}
    {{ replacement }}
{%- endmacro %}


{% macro spark__kept_groups(replacement) -%}
    {{ replacement | replace("\\", "$") }}
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


{# A sentence that opens with a condition: what follows is its consequence. #}
{% macro is_conditional(sentence) -%}
    regexp_matches(
        {{ sentence }},
        '^[^a-z]*(?:when|whenever|once|if|as soon as|unless|until) (?:the|your|you|we|it|they|that|this|an?|our|all) '
    )
{%- endmacro %}


{# A clause that denies, imagines or announces what it names, or says who else did it. #}
{% macro is_undone(words) -%}
    {%- set denied = "not|never|cannot|unable|[a-z]+n't|failed|yet to|at no time|(?:no|none|neither)(?: [^ ]+){0,4} (?:has been|i have|was|were|is)|no (?:record|refund|change|request)[a-z]*|none|anything|nothing (?:has|was|is|on)" -%}
    {%- set imagined = "(?:i|we) hope|hopefully|(?:have|take) a look|and you has been (?:set|sorted)|has been set up to|to (?:ensure|see|check|make sure)|(?:you|identity) has been verified|(?:will|would|could|should|may|might|must|can) (?:[a-z]+ )?(?:have|get)|(?:has|have) to be|(?:need|needs|want|wants|wish) to|in the event|please (?:check|ensure|make sure|verify|confirm)" -%}
    {%- set others = "by (?:you|yourself|your|another|his|her|their)|has been [^,]* by (?:the|an?) [a-z]+|i become [a-z]+|in the app|on your (?:side|phone|own)|you (?:said|told|asked|requested|cancelled|canceled|changed|returned|state|say|claim|mention)|you(?:'ve| have)? already (?:[a-z]+ed|did|have|made|sent|got)|(?:he|she|they|colleague|agent|friend) (?:said|told|says)|according|(?:your|the) (?:question|message|email|note|comment) (?:about|says|said)|i (?:can )?see (?:that )?(?:your|an?|the|this)|shows? that|showing|appears?|seems?|looks like|has been (?:saved|stored|listed|shown) under|many|(?:other|several|most) (?:customers|people|users)" -%}
    {%- set past = 'previously|once|yesterday|last (?:week|month|year|time|[a-z]+day)|in (?:january|february|march|april|may|june|july|august|september|october|november|december)|(?:days?|weeks?|months?|years?|hours?) ago' -%}
    {%- set opening = 'after|having|should|assuming|provided|would you|do you|can i|shall i|in the event|any|items|orders|refunds|customers|accounts|subscriptions|returns|exchanges|replacements|codes|changes' -%}
    {%- set asking = '(?:have|has|had|did|is|are|was|were|does|do) (?:i|we|you|your|the|it|that)' -%}
    (regexp_matches(
        regexp_replace(
            {{ words }}, '(?:as|like|that|what) (?:you |we )?(?:asked|requested|wanted|wished|agreed|discussed)(?: for)?|just as|you(?:''ve| have| had)? (?:asked|requested|wanted|wished)(?: for)?$|you(?:''ve| have| had)? (?:asked for|requested|wanted) (has|is)|by (?:the|an?) (?:[a-z]+ )?(?:system|team|desk|department|warehouse|kitchen|depot|office|end|time|window|way|lift|door|pool|hour|day|week|month|year|night|minute|moment)', '\1', 'g'
        ),
        '(?:^|[^a-z])(?:{{ (denied ~ "|" ~ imagined ~ "|" ~ others) | replace("'", "''") }})(?:[^a-z]|$)|^(?:[^a-z]*(?:and|but|so|then|also|please|note|remember|that|our|all) )*(?:{{ opening }}) |^(?:[^a-z]*(?:and|but|so|then|also) )*{{ asking }} '
    )
    or (
        not regexp_matches({{ words }}, '(?:^| )i have ')
        and regexp_matches({{ words }}, '(?:^|[^a-z])(?:{{ past }})(?:[^a-z]|$)')
    ))
{%- endmacro %}
