-- One row per dirty refund of the batch: in a currency without a rate.

select
    * replace ('dirt-' || refund_id as refund_id, 'XTS' as currency),
    'unknown_value' as reason
from refunds
where chance(digest(refund_id, 'dirt'), 0) < getvariable('dirt')
order by refund_id
