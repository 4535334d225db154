{# Which messages can hold a claim at all: one cheap look before costly patterns. #}
{% macro may_state_quantity(text) -%}
    regexp_matches(
        {{ text }},
        '[0-9%$€£₹]|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|couple of|half an?|an?)[ -](?:(?:business|working|work|banking|biz|trading|office|calendar|full|whole|clear|consecutive)[ -])*(?:hour|minute|night|day|weekday|workday|week|month|year|fortnight|percent|per cent|dollar|euro|pound|buck|quid|rupee|franc|pence|cent)|next (?:business|work)|the (?:same |first |first full )?(?:hour|day|week|month|year)'
    )
{%- endmacro %}


{% macro may_state_yes_or_no(text) -%}
    (
        regexp_matches(
            {{ text }},
            'fee|charge|free|ship|deliver|post|cancel|match|sale|carriage|penal|kept|keep|stock|restock|price|discount|warrant|return|refund|repair|replace|swap|final|back|guarantee|exchange|promo|coupon|voucher|call'
        )
        and regexp_matches(
            {{ text }},
            'free|no |not |n''t|never|without|waive|zero|complimentary|any ?time|any point|any moment|whenever|offer|provide|honou?r|we (?:do|can|will|match)|cover|under|come|include|lifetime|sure|do(?:es)? (?:have|charge|match|offer|apply|give|carry)|carry|carries|returnable|beat|there(?:''s| is| are)|can be|of course|certainly|yep|entitled|eligible|final|yes|we price|gladly|happily|non-|nothing|apply|applies|charge|cannot|unable|available|excluded|exempt|on us|on the house|none|pay|absorb|foot'
        )
    )
{%- endmacro %}


{% macro may_claim_action(text) -%}
    regexp_matches(
        {{ text }},
        '(?:^|[^a-z])(?:[a-z]+ed|did|sent|made|put|gave|set|reset|paid|took|taken|given|got|resent|cut|shut|done|complete|active|live|now|way|inbox|yours|able|through|out|let|thrown|threw|frozen|froze|held|written|wrote|told|split|spread|struck|withdrawn|withdrew|left|kept|brought|spoke|spoken|went|rang|rung|confirm|liberty|having|had|back|gone|cancel|change)(?:[^a-z]|$)'
    )
{%- endmacro %}


{# A sentence that imagines, or repeats what the customer said, states nothing. #}
{% macro is_hypothetical(sentence) -%}
    regexp_matches(
        regexp_replace(
            {{ sentence }}, '(?:if|should|when|whenever) you (?:wish|want)|if you(?:''d| would) (?:like|prefer|rather)|regardless of whether|whether or not', '', 'g'
        ),
        '^(?:[^a-z]*(?:and|so|or|well|okay|ok|right) )*(?:(?:did|does|was|is|are|were|would|could|can|has|have|may|might) (?:you|the|it|that|this|your|someone|somebody|we|they|i|he|she)|do (?:you|we|i|they)|were|had|lets say|(?:what|when|how|which|who|where|why) (?:is|are|was|were|did|do|does|would|could|can|much|many|long)) |^even if |nothing in this|(?:(?:^|check |know |say |tell |see |sure |ask(?:ed|ing)? |wonder(?:ing)? |confirm |clear |out |unsure |depends on )whether |suppose|supposing|imagine|hypothetical|whether [^,]* depends|let''s say|let us say|for the sake of|what if|as if|in theory|were to |(?:we|i)(?:''d| would) rather |wish |if only|(?:if|unless) (?:we|i|it|they|there|our|the) (?:[a-z]+ ){0,3}(?:had|were|offered|gave|could|did|would|allowed|charged|used to)|if you(?:''d| had| were| did| could)(?:[^a-z]|$)|if .*(?:would|(?:i|we|you|it|they)''d )|would .* if |would have|could have|might have|should have (?:been|gone|done|told|[a-z]+ed) |would be (?:[a-z]+ )?(?:nice|great|good|ideal|fair|unfair|unreasonable|lovely|better|best)|(?:other|some|many|most|another) (?:stores?|shops?|retailers?|compan(?:y|ies)|providers?|sellers?|merchants?|airlines?) (?:may|might|do|does|will|would|can|could|let|often|usually|offers?|gives?|charges?|has|have|allows?|takes?)|competitors? (?:may|might|often|usually|offers?|gives?|has|have)|used to (?:be|offer|have|give|charge|take)|no longer (?:offers?|have|has|gives?|charges?|do|does|provides?|valid|available|appl(?:y|ies)|current))'
    )
{%- endmacro %}


{% macro is_echo(sentence) -%}
    regexp_matches(
        regexp_replace(
            {{ sentence }}, '(?:if|when|once|should|as long as|provided|provided that|so long as|until|unless|before|after) you (?:report|think|believe|expect|mention)|^(?:concerning|regarding|as to|about|on|re|in answer to|further to|with regard to|answering) your (?:question|request|message|email|note)[^:,0-9]*[:,]', '', 'g'
        ),
        '(?:^|[^a-z])(?:(?:you|one of which you) report|you(?:''ve| have)? (?:just |also |already |previously |originally )*(?:mention|mentioned|said|say|told|wrote|stated|claimed|asked(?: me)? (?:about|whether|if)|noted|believe|believed|think|thought|understood|expected|heard|read|saw|quoted|described|talk about|talked about|write about|speak of|were told|were promised|were quoted|assumed|suggested|indicated|referred to)|you(?:''re| are) (?:asking|saying|wondering|referring|looking for|expecting|hoping|requesting|claiming)|you were (?:told|promised|quoted|expecting|hoping|under the impression)|i understand (?:that |from |your |why )*(?:you|your)|i hear (?:that )?you|(?:your|the) (?:question|request|message|email|note|comment|post|screenshot)(?: (?:about|mentions|mentioned|says|said|regarding|for)|, ")|(?:was|were) (?:promised|given|quoted)|^so the (?:[a-z]+ )?(?:shop|store|branch|agent|seller|clerk) (?:promised|told|said|quoted)|according to you|(?:he|she|they|friend|friends|colleague|agent|rep|representative|advisor|adviser|store|shop|website|team|manager|someone|somebody|it|who) (?:had |has |have )?(?:told|promised|quoted|assured|informed|advised) you|as you (?:said|say|wrote|mentioned|put it)|thanks for (?:asking|mentioning|telling)|(?:is|was) your question|^[^a-z]*> ?|to (?:repeat|recap|summarise|summarize) (?:your|what you)|the [a-z0-9-]+(?:[ -][a-z]+){0,3} you (?:mention|mentioned|saw|read|describe|quoted|were (?:told|given|promised|quoted)|heard))'
    )
{%- endmacro %}


{# Words before a quantity that deny it, unless they say after what nothing goes. #}
{% macro is_denied(words) -%}
    {%- set words = last_of(split_by(
        words, "' (?:if|when|as long as|provided|because|since|so|whenever|where) '"
    )) -%}
    (
        regexp_matches(
            regexp_replace(
                {{ words }},
                '(?:don''t|do not|doesn''t|does not|didn''t) (?:like|want|fit|suit|love|need|work)|don''t worry|do not worry|no worries|no problem|no (?:extra |additional |hidden )?(?:charge|cost|costs|fee|fees|obligation|penalty|receipt|hassle|strings attached|matter|questions asked|doubt)|not a problem|not only|not just|no doubt|no later than|no more than|not more than|no longer than|not longer than|not later than|not exceed|no fewer than|no less than|not less than|why not|if not|or not|whether or not|no need|not need|don''t need|not to worry|not required|not satisfied|not happy|not working|(?:that|which|who|and) (?:[a-z]+n''t|(?:have|has|are|is|were) not)|(?:^| )(?:if|when) [^,]* wrong|^wrong |(?:not|n''t) (?:quite |feel(?:ing)? )?right|no[- ]claims?|not included|not yet',
                '', 'g'
            ),
            '(?:^|[^a-z])(?:not|no|nobody|no one|never|cannot|neither|nor|without|nowhere|false|incorrect|wrong|contrary)(?:[^a-z]|$)|n''t(?:[^a-z]|$)|(?:instead of|rather than|unlike|as opposed to) (?:the |our |your |an? |usual |normal |standard |full )*$'
        )
        and not regexp_matches(
            {{ words }},
            '(?:after|beyond|later than|longer than|more than|past|once|outside|exceed\w*|until|older than|unless|over|before|earlier than|sooner than|less than|fewer than|under|below) (?:the |an? |these |those |that |our |your |of |initial |first |full |within |in |up to )*$'
        )
    )
{%- endmacro %}


{# Distances in the past, ages, values of orders: quantities that promise nothing. #}
{% macro is_past(before, after) -%}
    (
        regexp_matches(
            {{ after }},
            '^[ ,]*(?:or so )?(?:ago|old|overdue|late|earlier|since|left|remaining|to go|away|(?:[a-z]+ )?(?:figure|number|rule|claim) (?:isn''t|is not|is wrong|does not|doesn''t)|already passed|in a row|per week|a week|a day|of use|into|slot(?: for| on|,|$)|shift|job|read|walk|ride|drive|hold|isn''t|is not|aren''t|are not|(?:is|was) (?:far |much |way )?too long)(?:[^a-z]|$)|^[- ]?(?:term|contract|commitment|agreement|minimum term)(?:[^a-z]|$)'
        )
        or (
            regexp_matches({{ after }}, '^[ ,]*(?:have|has) (?:passed|elapsed|gone by)')
            and not regexp_matches({{ before }}, '(?:once|after|until|when) (?:the |these |those )*$')
        )
        or (
            regexp_matches({{ after }}, '^[ ,]*later(?:[^a-z]|$)')
            and trim({{ before }}) = ''
        )
        or regexp_matches(
            regexp_replace({{ before }}, 'if [^,]* (?:with)?in (?:the )?last ', 'if ', 'g'),
            '(?:(?:last|previous|preceding|these|(?:the|these) past|since|about it for|been(?:(?: [a-z]+){0,7}(?: for| over| about| almost| nearly| more than| at least| only| just))?|waited(?: for| over| more than)?|waiting(?: for| over)?|took(?: us| about| over| only)?|old as|aged?|lasted|arrived(?: after| in)?|(?:give|allow|grant|takes?) me|i(?:''m| am) going to need|i need|wait|wait for|spent|i(?:''ll| will) (?:look|check|need|try|see|be(?: right)? back|have an? (?:answer|update))(?: [a-z]+){0,4}(?: in| within| for)?|bear with (?:me|us)(?: for)?) (?:about |around |almost |nearly |over |the |another |a further |some |up to )*|(?:has|have|we''ve|we have) (?:already |now |just |so far |never |also )*(?:been|[a-z]+ed|sold|made|sent|built) (?:[^,]* )?(?:in|for|over) (?:the |last |past |just |only |under |about )*|(?:^|(?:you|we|i|they|it|was|were|been|have|has|had|got|is|are)(?:''ve)? )(?:just |already |only |now )*(?:bought|purchased|ordered|placed|delivered|shipped|arrived|signed up|received|cancell?ed|submitted|opened|returned|returned it)(?: it| them| this| that| yours?)? (?:about |around |almost |nearly |over |only |just |exactly |some )*)$'
        )
    )
{%- endmacro %}


{% macro is_order_value(before, after) -%}
    (
        not regexp_matches({{ after }}, '^ off(?:[^a-z]|$)')
        and (
            regexp_matches(
                {{ before }},
                '(?:(?:over|above|exceed|exceeds|exceeding|at least|more than|under|below|less than|minimum(?: purchase| order| spend)?(?: of| is)?|spend|spends|spending|worth|totall?ing|totals?|(?:items?|orders?|products?|things?|articles?) (?:valued|priced) at|paid|value of|balance of|balance is|total of|total is|amount of|price of|price is|subtotal of|orders? of|purchases? of|starting at|from|was|were|came to|amounted to|payment of|your (?:[a-z]+ )?(?:discount|voucher|coupon|credit|refund|payment|deposit|balance|order|total|bill) (?:#?0 )?(?:of|is|was)|(?:was|were|been|you|''ve|have|has|i|we) (?:just |already |now |only )*(?:charged|billed|paid|refunded|credited|reversed|reimbursed|returned|sent|transferred)(?: you| back| your| the)*|gave you(?: back)?) (?:about |around |a |the |an |minimum |of |another |at least |only )*)$'
            )
            or regexp_matches(
                {{ after }},
                '^ ?(?:or (?:more|above|over|higher)|and (?:up|over|above|more)|minimum|\+|orders?(?:[^a-z]|$)|purchases?(?:[^a-z]|$)|plus(?:[^a-z]|$)|threshold|item|items|(?:gift card|voucher) balance|balance|per month|a month|/month|monthly|plan)|^ (?:and )?0(?: ?(?:cents?|pence|p))?(?:[^0-9a-z]|$)'
            )
        )
    )
{%- endmacro %}


{# Where one clause of a sentence ends and the next begins. #}
{% macro clause_break() -%}
    {{ return("'[,:()]| / | and | but | while | whereas | plus | - '") }}
{%- endmacro %}


{# Where the words end that a denial may stand in. #}
{% macro denial_break() -%}
    {{ return("'[,:()]| / | and | but | while | whereas | plus | - | so '") }}
{%- endmacro %}


{# Words in which the event that a period is counted from ("of delivery", "from the day
   it arrives", "once we have it") reads since-yours or since-ours: it is not what they
   are about. #}
{% macro with_anchors(words) -%}
    {%- set event = '(?:deliver[a-z]*|purchas[a-z]*|receiv[a-z]*|receipt|arriv[a-z]*|order(?:ed|ing| date| was placed| is placed)|placing|placed|booking|buying|bought|buy|getting|got|get|ship[a-z]*|dispatch[a-z]*|sign[a-z]*|invoice[a-z]*|paid|paying|lands?|landed|came|hands? (?:it|them) over|reach[a-z]*|collect[a-z]*|pick[a-z]* up|payment|sale|checkout)' -%}
    {%- set start = '(?:^|[^a-z])(?:of|after|from|following|since|upon|once|when|counting from|starting|before|prior to|ahead of)' -%}
    {%- set day = '(?:(?:date|day|time|moment)(?: (?:of|that|when|on which))? )?' -%}
    {%- set place = '(?: (?:on|at|in|to|with) (?:your|their|the) [a-z]+)?' -%}
    {%- set rest = '(?: (?:date|day|it|them|yours|your (?:item|order|parcel)|the (?:item|order|product|goods|parcel)|by (?:the )?[a-z]+))?' ~ place -%}
    regexp_replace(
        regexp_replace(
            regexp_replace({{ words }}, '(?:before|prior to|ahead of) (?:your |the |its )*(?:delivery|shipping|dispatch|arrival|collection)(?: (?:date|slot|day|time))?', 'before then', 'g'),
            '{{ start }} {{ day }}(?:we(?:''ve| have)?|our|us|(?:the|your) (?:return|returned [a-z]+|parcel|claim|approval|item) (?:is|was|has been)?)(?: [a-z]+){0,2} (?:{{ event }}|approv[a-z]*|inspect[a-z]*|process[a-z]*|back|confirm[a-z]*){{ rest }}',
            ' since-ours ', 'g'
        ),
        '{{ start }} (?:(?:the|your|its|their|you(?:''ve| have)?|it|they|initial|original|successful|actual|having|being|is|was|has|been) )*{{ day }}(?:(?:you(?:''ve| have)?|it|the|your|they(?:''ve| have)?|their|item|order|product|package|parcel|goods|courier|driver|carrier|is|was|has been|were|first) )*{{ event }}{{ rest }}',
        ' since-yours ', 'g'
    )
{%- endmacro %}


{# What the words around a quantity must weigh for a topic before it is taken for theirs. #}
{% macro topic_weight() -%}
    {{ return(4) }}
{%- endmacro %}


{# Tell whether words fit a row of patterns. A case, because only it keeps every engine
   from compiling the pattern where no part of its stem is even there. #}
{% macro fits_pattern(words, patterns='patterns') -%}
    case
        when {{ contains_any(words, "coalesce(" ~ patterns ~ ".stem, '')") }}
            then regexp_matches({{ words }}, '(?i)' || {{ patterns }}.pattern)
        else false
    end
{%- endmacro %}


{# Tell whether a pattern's family of units has a quantity's: an amount is a percentage
   or money. #}
{% macro is_of_family(family, unit_family) -%}
    case
        when {{ family }} = 'amount' then {{ unit_family }} in ('percent', 'money')
        else {{ family }} = {{ unit_family }}
    end
{%- endmacro %}


{# Distinct texts as a query of lines, some thousand of them in each, so that a pattern
   is compiled once for all of them; apart by the columns named. #}
{% macro lines_of(texts, text, columns=()) -%}
    select
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        array_to_string(list({{ text }}), chr(10)) as lines
    from {{ texts }}
    cross join (select count(*) as text_count from {{ texts }}) as counted
    group by
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        hash({{ text }}) % cast(ceil(cast(text_count as double) / 10000) as bigint)
{%- endmacro %}


{# The lines that fit a row of patterns, as a list of texts. All are searched at once;
   one by one only where the pattern might read on after the end of its line. Few lines
   are spared a pattern no part of whose stem is there. #}
{% macro lines_matched(lines, patterns) -%}
    {{ return(adapter.dispatch('lines_matched')(lines, patterns)) }}
{%- endmacro %}


{% macro default__lines_matched(lines, patterns) -%}
    {%- set stem = "coalesce(" ~ patterns ~ ".stem, '')" -%}
    list_filter(
        case
            when length({{ lines }}) < 5000 and not {{ contains_any(lines, stem) }}
                then null
            when regexp_matches({{ patterns }}.pattern, '\\[snWD]|\\\[\^')
                then list_filter(
                    string_split({{ lines }}, chr(10)),
                    lambda line: regexp_matches(line, '(?i)' || {{ patterns }}.pattern)
                )
            else regexp_extract_all(
                {{ lines }},
                '(?im)^.*(?:' || replace({{ patterns }}.pattern, '[^', '[^' || chr(10))
                || ').*$'
            )
        end,
        lambda line: {{ contains_any('line', stem) }}
    )
{%- endmacro %}


{% macro spark__lines_matched(lines, patterns) -%}
    filter(
        string_split({{ lines }}, chr(10)), line -> {{ fits_pattern('line', patterns) }}
    )
{%- endmacro %}
