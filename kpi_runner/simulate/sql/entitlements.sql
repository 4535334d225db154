-- One row per refund that an auditor's policy engine approves of.

select
    ticket_id || '.n' as entitlement_id,
    ticket_id,
    'issue_refund' as tool,
    order_number as reference,
    entitled as amount,
    currency
from details
where
    has_entitlement_rows
    and not is_unentitled
    and paid_at < getvariable('data_end')
order by entitlement_id
