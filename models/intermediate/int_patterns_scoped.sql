-- One row per scope and pattern of a topic that holds there: a deployment with patterns
-- of its own, or '' for all others. General patterns hold everywhere.

with

patterns as (

    select * from {{ ref('policy_patterns') }}

),

scopes as (

    select '' as scope
    union
    select deployment_id as scope
    from patterns
    where deployment_id is not null

),

final as (

    select
        scopes.scope,
        patterns.topic,
        patterns.pattern,
        patterns.unit_family,
        patterns.weight,
        patterns.stem
    from scopes
    inner join patterns
        on scopes.scope = coalesce(patterns.deployment_id, scopes.scope)

)

select * from final
