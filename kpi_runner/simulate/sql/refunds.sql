-- One row per payment of money back.

select
    ticket_id || '.f' as refund_id,
    ticket_id,
    paid_at,
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
where paid_at < getvariable('data_end')
order by paid_at, refund_id
