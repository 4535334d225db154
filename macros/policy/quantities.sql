{# Patterns of quantities as people write them, in the common subset of RE2 and Java.
   Number words go to one hundred; a and an count as one before a unit of time. #}
{% macro number_pattern() -%}
    {%- set ones = 'one|two|three|four|five|six|seven|eight|nine' -%}
    {%- set teens = 'ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen' -%}
    {%- set tens = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety' -%}
    {{ return('(?:[0-9][0-9,]*(?:\\.[0-9]+)?|(?:' ~ tens ~ ')(?:[- ](?:' ~ ones
        ~ '))?|' ~ teens ~ '|(?:an? |one )?hundred|' ~ ones ~ ')') }}
{%- endmacro %}


{% macro time_unit_pattern() -%}
    {{ return('(?:(?:business|working|work|banking|biz|trading|office|calendar|full|whole|clear|straight|consecutive)[- ]){0,2}(?:hours?|hrs?|minutes?|mins?|nights?|days?|weekdays?|workdays?|weeks?|wks?|months?|mos?|years?|yrs?|fortnights?)') }}
{%- endmacro %}


{% macro duration_pattern() -%}
    {%- set number = number_pattern() -%}
    {%- set once = 'next (?:business|working|work|banking)[- ]day\\b|(?:within|in|during|for) the (?:same |first |first full )?(?:hour|day|week|month|year)\\b|(?:until|till?|by|to|through|past|before) day ' ~ number ~ '\\b' -%}
    {{ return('(?:' ~ once ~ '|(?:' ~ number ~ '(?: ?(?:-|to|or|and|until|till) ?' ~ number ~ ')?(?:st|nd|rd|th)?(?: ?\\(' ~ number
        ~ '\\))?[- ]?|an? |half an? |(?:a )?couple of )(?:' ~ time_unit_pattern()
        ~ '\\b|[hd]\\b)(?:(?: an?| per|/) ?(?:day|week|month|year)\\b)?)') }}
{%- endmacro %}


{% macro percent_pattern() -%}
    {%- set number = number_pattern() -%}
    {{ return(number ~ '(?: ?%?(?:-|to) ?' ~ number ~ ')?[- ]?(?:%|percents?\\b|per cent\\b|pct\\b)') }}
{%- endmacro %}


{# Currencies by their signs and words, in the order in which they are looked for. #}
{% macro currencies() -%}
    {{ return({
        'CAD': 'cad|c[$]', 'AUD': 'aud|a[$]', 'NZD': 'nzd|nz[$]', 'SGD': 'sgd|s[$]',
        'USD': 'us[$]|[$]|usd|dollars?|bucks|cents?',
        'EUR': '€|eur|euros?', 'GBP': '£|gbp|pounds?|quid|pence|p',
        'INR': '₹|rs[.]?|inr|rupees?', 'CHF': 'chf|francs?', 'SEK': 'sek|kronor',
        'NOK': 'nok', 'DKK': 'dkk|kroner', 'PLN': 'pln|zloty', 'JPY': '¥|jpy|yen',
        'ZAR': 'zar|rand',
    }) }}
{%- endmacro %}


{% macro money_pattern() -%}
    {%- set digits = '[0-9][0-9,]*(?:\\.[0-9]+)?' -%}
    {%- set signs = '(?:us|c|a|nz|s)?[$]|[€£₹¥]|\\b(?:usd|eur|gbp|rs[.]?|inr|chf|sek|nok|dkk|pln|jpy|cad|aud|nzd|sgd|zar)' -%}
    {%- set names = '(?:usd|eur|gbp|inr|chf|sek|nok|dkk|pln|jpy|cad|aud|nzd|sgd|zar|dollars?|euros?|pounds?|bucks|quid|rupees?|francs?|kronor|kroner|zloty|yen|rand|cents?|pence|p)\\b|[€£₹$]' -%}
    {{ return('(?:' ~ signs ~ ') ?' ~ digits ~ '(?: ?(?:-|to) ?[$€£₹]? ?' ~ digits ~ ')?(?: ?(?:usd|eur|gbp|cad|aud)\\b)?|\\b'
        ~ number_pattern() ~ '[- ]?(?:' ~ names ~ ')') }}
{%- endmacro %}


{# Any quantity; a word or a digit before it would make it another. #}
{% macro quantity_pattern() -%}
    {{ return('(?:' ~ money_pattern() ~ '|\\b(?:' ~ percent_pattern() ~ ')|\\b(?:'
        ~ duration_pattern() ~ '))') }}
{%- endmacro %}


{# The number that counts in a quantity: the last one, which of a range is its end. #}
{% macro last_number(quantity) -%}
    coalesce(
        nullif(
            regexp_extract(
                {{ quantity }},
                '({{ number_pattern() }})(?:st|nd|rd|th)?\)?[- ]?(?:(?:business|working|work|banking|biz|trading|office|calendar|full|whole|clear|straight|consecutive)[- ]){0,2}[a-z%€£$₹]*(?:(?: an?| per|/) ?[a-z]+)?$',
                1
            ),
            ''
        ),
        regexp_extract({{ quantity }}, '^(?:a )?(half|couple|an?|next|within|in|during|for)', 1)
    )
{%- endmacro %}


{# A number in digits or in words to one hundred, as a decimal; null for more than eight
   digits, which no policy has. A comma before one or two digits at the end is a point. #}
{% macro number_value(text) -%}
    {%- set words = {
        'one': 1, 'two': 2, 'three': 3, 'four': 4, 'five': 5, 'six': 6, 'seven': 7,
        'eight': 8, 'nine': 9,
    } -%}
    {%- set more = {
        'ten': 10, 'eleven': 11, 'twelve': 12, 'thirteen': 13, 'fourteen': 14,
        'fifteen': 15, 'sixteen': 16, 'seventeen': 17, 'eighteen': 18, 'nineteen': 19,
        'twenty': 20, 'thirty': 30, 'forty': 40, 'fifty': 50, 'sixty': 60,
        'seventy': 70, 'eighty': 80, 'ninety': 90,
    } -%}
    coalesce(
        try_cast(
            case
                when regexp_matches({{ text }}, '^[0-9]+,[0-9]{1,2}$')
                    then replace({{ text }}, ',', '.')
                else replace({{ text }}, ',', '')
            end as decimal(12, 4)
        ),
        cast(
            case when regexp_matches({{ text }}, '^[0-9]') then null
            when {{ text }} like '%hundred' then 100
            when {{ text }} = 'half' then 0.5
            when {{ text }} in ('a', 'an', 'next', 'within', 'in', 'during', 'for') then 1
            when {{ text }} like '%couple%' then 2
            else
                case regexp_extract({{ text }}, '^[a-z]+')
                    {%- for word, value in more.items() %}
                    when '{{ word }}' then {{ value }}
                    {%- endfor %}
                    else 0
                end
                + case regexp_extract({{ text }}, '[a-z]+$')
                    {%- for word, value in words.items() %}
                    when '{{ word }}' then {{ value }}
                    {%- endfor %}
                    else 0
                end
            end as decimal(18, 4)
        )
    )
{%- endmacro %}


{# What a quantity is counted in: hours, business_days, percent or a currency. #}
{% macro quantity_unit(quantity) -%}
    case
        when regexp_matches({{ quantity }}, '%|percent|per cent|pct') then 'percent'
        when regexp_matches({{ quantity }}, '(?:business|working|work|banking|biz|trading|office)[- ]day|weekday|workday')
            then 'business_days'
        when regexp_matches({{ quantity }}, '(?:{{ time_unit_pattern() }}|[0-9][hd]|day [a-z0-9-]+)$')
            then 'hours'
        {%- for currency, names in currencies().items() %}
        when regexp_matches({{ quantity }}, '(?:^|[^a-z])(?:{{ names }})(?:[^a-z]|$)')
            then '{{ currency }}'
        {%- endfor %}
        else 'hours'
    end
{%- endmacro %}


{# A number of a unit of time in hours. A year is 365 days, a month 30, and twelve
   months are a year. Other units keep their number. #}
{% macro in_hours(number, unit) -%}
    {%- set months = 'case when ' ~ unit ~ " like 'year%' or " ~ unit ~ " like 'yr%' then 12 else 1 end * " ~ number -%}
    cast(
        case
            when {{ unit }} like 'min%' then {{ number }} / cast(60 as double)
            when {{ unit }} in ('d', 'day', 'days', 'night', 'nights') then {{ number }} * 24
            when {{ unit }} like 'w%k%' then {{ number }} * 168
            when {{ unit }} like 'fortnight%' then {{ number }} * 336
            when regexp_matches({{ unit }}, '^(?:mo|year|yr)')
                then
                    floor(({{ months }}) / cast(12 as double)) * 8760
                    + (({{ months }}) - floor(({{ months }}) / cast(12 as double)) * 12)
                    * 720
            else {{ number }}
        end as decimal(18, 2)
    )
{%- endmacro %}


{# The bare unit of a written quantity: hour, day, week, month, year; of day 21, day. #}
{% macro time_unit(quantity) -%}
    coalesce(
        nullif(
            regexp_extract(
                {{ quantity }},
                '((?:hour|hr|min|night|day|weekday|workday|week|wk|month|mo|year|yr|fortnight)[a-z]*|[hd])(?:(?: an?| per|/) ?[a-z]+)?$',
                1
            ),
            ''
        ),
        'day'
    )
{%- endmacro %}


{# An amount in terms in which a claim and a clause can be compared: a yes is any
   amount above nothing, and five business days are a week. #}
{% macro comparable_amount(amount, unit, other_amount, other_unit) -%}
    case
        when {{ unit }} = 'boolean' and {{ amount }} > 0 and {{ other_amount }} > 0
            then cast({{ other_amount }} as decimal(18, 2))
        when {{ unit }} = 'business_days' and {{ other_unit }} = 'hours'
            then cast({{ amount }} * 33.6 as decimal(18, 2))
        else cast({{ amount }} as decimal(18, 2))
    end
{%- endmacro %}


{# A quantity as the marts show it: 720 hours, 15 percent, yes. Never text. #}
{% macro quantity_text(amount, unit) -%}
    case
        when {{ unit }} = 'boolean'
            then case when {{ amount }} > 0 then 'yes' else 'no' end
        else {{ short_number(amount) }} || ' ' || {{ unit }}
    end
{%- endmacro %}


{# What a reviewer noted as quoted, as far as it is a quantity: never words. #}
{% macro reviewed_value(text, currency) -%}
    case
        when regexp_matches(trim({{ text }}), '^[0-9]+(?:[.][0-9]+)?$')
            then trim({{ text }}) || coalesce(' ' || {{ currency }}, '')
        else nullif(regexp_extract(lower({{ text }}), '{{ quantity_pattern() }}'), '')
    end
{%- endmacro %}
