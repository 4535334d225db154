-- One row per raw intent that tickets carry and a pattern knows: its archetype.
-- Patterns meet distinct intents, never tickets: a desk has few intents and many
-- tickets. An exact name wins, then the longest pattern, then the first by text.

with

tickets as (

    select * from {{ ref('stg_tickets') }}

),

patterns as (

    select * from {{ ref('intents') }}

),

ticket_intents as (

    select distinct intent
    from tickets
    where intent is not null

),

ranked as (

    select
        ticket_intents.intent,
        patterns.archetype,
        row_number() over (
            partition by ticket_intents.intent
            order by
                case when patterns.intent = ticket_intents.intent then 0 else 1 end,
                length(patterns.intent) desc,
                patterns.intent
        ) as preference
    from ticket_intents
    inner join patterns
        on ticket_intents.intent like {{ like_pattern('patterns.intent') }} escape '!'

),

final as (

    select
        intent,
        archetype
    from ranked
    where preference = 1

)

select * from final
