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

final as (

    {{ topics_of('contexts') }}

)

select * from final
