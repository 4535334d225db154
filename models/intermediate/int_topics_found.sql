-- One row per deployment, family of units and wording: the topic that it is about.
-- Each wording is matched once, however many messages use it.

with

contexts as (

    select * from {{ ref('int_quantity_contexts') }}

),

patterns as (

    select * from {{ ref('policy_patterns') }}

),

wordings as (

    select distinct
        deployment_id,
        unit_family,
        words
    from contexts

),

matched as (

    select
        wordings.deployment_id,
        wordings.unit_family,
        wordings.words,
        patterns.topic,
        row_number() over (
            partition by wordings.deployment_id, wordings.unit_family, wordings.words
            order by patterns.rank, patterns.topic, patterns.pattern
        ) as place
    from wordings
    inner join patterns
        on
            coalesce(patterns.deployment_id, wordings.deployment_id)
            = wordings.deployment_id
            and case
                when patterns.unit_family = 'amount'
                    then wordings.unit_family in ('percent', 'money')
                else patterns.unit_family = wordings.unit_family
            end
            and {{ fits_pattern('wordings.words') }}

),

final as (

    select
        deployment_id,
        unit_family,
        words,
        topic
    from matched
    where place = 1

)

select * from final
