-- One row per mart of single tickets, messages or refunds whose key is not unique.
{%- set grains = [
    (ref('fct_tickets'), 'fct_tickets', ['ticket_id']),
    (ref('policy_claims'), 'policy_claims', ['message_id', 'topic', 'quoted']),
    (ref('action_claims'), 'action_claims', ['message_id', 'action']),
    (ref('refund_ledger'), 'refund_ledger', ['ledger_id']),
] %}

with

offenders as (

    {{ unique_grains(grains) | indent(4) }}

),

final as (

    select
        subject,
        message
    from offenders

)

select * from final
