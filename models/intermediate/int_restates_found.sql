-- One row per escalated ticket whose customer or agent wrote after the handoff.
-- An agent turn is a maximal run of agent messages; system and bot messages break none.
-- A customer message is searched when at most three agent turns began before it.
-- The only model that reads message text, and only of these customers.

with

messages as (

    select * from {{ ref('stg_messages') }}

),

escalations as (

    select * from {{ ref('int_escalations_by_ticket') }}

),

phrases as (

    select * from {{ ref('restate_phrases') }}

),

spoken as (

    select
        messages.ticket_id,
        messages.message_id,
        messages.sent_at,
        messages.author,
        case when messages.author = 'customer' then lower(messages.body) end as said,
        lag(messages.author, 1, 'customer') over (
            partition by messages.ticket_id
            order by messages.sent_at, messages.message_id
        ) as spoken_before
    from messages
    inner join escalations
        on
            messages.ticket_id = escalations.ticket_id
            and messages.sent_at > escalations.first_escalated_at
    where messages.author in ('customer', 'agent')

),

counted as (

    select
        ticket_id,
        author,
        said,
        sum(case when author = 'agent' and spoken_before = 'customer' then 1 else 0 end)
            over (
                partition by ticket_id
                order by sent_at, message_id
                rows between unbounded preceding and current row
            ) as agent_turn_count
    from spoken

),

restated as (

    select distinct counted.ticket_id
    from counted
    inner join phrases
        on contains(counted.said, lower(phrases.phrase))
    where counted.agent_turn_count <= 3

),

final as (

    select
        counted.ticket_id,
        bool_or(counted.author = 'agent') as has_agent_turn,
        bool_or(counted.author = 'agent') and bool_or(restated.ticket_id is not null)
            as has_repeat_state
    from counted
    left join restated
        on counted.ticket_id = restated.ticket_id
    group by counted.ticket_id

)

select * from final
