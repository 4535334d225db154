-- One row per payment of money back.

select
    ticket_id || '.f' as refund_id,
    ticket_id,
    case
        when has_agent
            then after_seconds(bot_ends_at, 0.76 * date_diff('second', bot_ends_at, agent_ends_at))
        else after_seconds(opened_at, 0.66 * bot_phase_seconds)
    end as paid_at,
    paid as amount,
    currency,
    case
        when has_entitlement_rows then null
        when is_unentitled then 0
        else entitled
    end::decimal(18, 2) as entitled_amount,
    'issue_refund' as tool,
    order_number as reference
from details
where is_refunded and paid_at < getvariable('data_end')
order by paid_at, refund_id
