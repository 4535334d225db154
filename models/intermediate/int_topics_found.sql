-- One row per scope, family of units, words and topic that a pattern finds in them: how
-- much they speak for it, or against it. The same words are matched once, however many
-- wordings have them.

with

contexts as (

    select * from {{ ref('int_quantity_contexts') }}

),

patterns as (

    select * from {{ ref('int_patterns_scoped') }}

),

wordings as (

    select distinct
        unit_family,
        words
    from contexts

),

batches as (

    {{ lines_of('wordings', 'words', ['unit_family']) }}

),

found as (

    select
        patterns.scope,
        batches.unit_family,
        patterns.topic,
        patterns.weight,
        unnest({{ lines_matched('batches.lines', 'patterns') }}) as words
    from batches
    inner join patterns
        on {{ is_of_family('patterns.unit_family', 'batches.unit_family') }}

),

final as (

    select
        scope,
        unit_family,
        words,
        topic,
        cast(sum(weight) as bigint) as weight,
        max(weight) >= 3 as is_named
    from found
    group by scope, unit_family, words, topic

)

select * from final
