-- One row per scope, family of units and words: the topic that they are about.
-- The same words are matched once, however many wordings have them.

with

contexts as (

    select * from {{ ref('int_quantity_contexts') }}

),

patterns as (

    select * from {{ ref('int_patterns_scoped') }}

),

matched as (

    {{ topics_of('contexts') }}

),

final as (

    select
        scope,
        unit_family,
        words,
        topic
    from matched
    where place = 1

)

select * from final
