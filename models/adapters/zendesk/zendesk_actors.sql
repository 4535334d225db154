-- One row per Zendesk user whose turns are known to be a bot's, an agent's or a
-- customer's: the seed bot_identities before the user's role.
{{ config(materialized='view') }}

with

users as (

    select * from {{ source('zendesk', 'user') }}

),

bot_identities as (

    select * from {{ ref('bot_identities') }}

),

bots as (

    select distinct value as user_id
    from bot_identities
    where helpdesk = 'zendesk' and kind = 'user_id'

),

people as (

    select
        users.id as user_id,
        min(case
            when users.role in ('agent', 'admin') then 'agent'
            when users.role = 'end-user' then 'customer'
        end) as actor
    from users
    left join bots
        on users.id = bots.user_id
    where bots.user_id is null
    group by users.id

),

final as (

    select
        user_id,
        'bot' as actor
    from bots

    union all

    select
        user_id,
        actor
    from people
    where actor is not null

)

select * from final
