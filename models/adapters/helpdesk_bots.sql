-- One row per helpdesk ticket that an identity fits: its deployment and its bot.
-- Who spoke counts before a tag, a tag before the channel, a channel before `*`.

with

signs as (

    select * from {{ ref('helpdesk_signs') }}

),

bot_identities as (

    select * from {{ ref('bot_identities') }}

),

matches as (

    select
        signs.ticket_id,
        bot_identities.deployment_id,
        bot_identities.bot_name,
        bot_identities.kind,
        case
            when bot_identities.kind in ('user_id', 'app') then 1
            when bot_identities.kind = 'tag' then 2
            when bot_identities.value <> '*' then 3
            else 4
        end as place
    from signs
    inner join bot_identities
        on
            signs.helpdesk = bot_identities.helpdesk
            and signs.kind = bot_identities.kind
            and (
                signs.identity = bot_identities.value
                or bot_identities.value = '*'
            )

),

matches_numbered as (

    select
        ticket_id,
        deployment_id,
        bot_name,
        max(case when kind = 'tag' then 1 else 0 end) over (
            partition by ticket_id
        ) as tag_count,
        row_number() over (
            partition by ticket_id
            order by place, deployment_id, bot_name
        ) as match_number
    from matches

),

final as (

    select
        ticket_id,
        deployment_id,
        bot_name,
        tag_count > 0 as is_tagged
    from matches_numbered
    where match_number = 1

)

select * from final
