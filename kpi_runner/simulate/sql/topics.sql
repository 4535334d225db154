-- One row per archetype and policy topic its conversations ask about.
-- right_value is the canon of the demo desk (seed policies); wrong_value is invented,
-- or for gift cards out of date.

select *
from (
    values
        ('order_status', 1, 'shipping_time', 3, '5 business days', '2 days', 'kb/shipping'),
        ('basic_billing', 1, 'refund_processing_time', 1, '5 business days', '24 hours', 'kb/refunds'),
        ('returns', 1, 'return_window', 1, '30 days', '60 days', 'kb/returns'),
        ('returns', 2, 'refund_processing_time', 1, '5 business days', '24 hours', 'kb/refunds'),
        ('returns', 3, 'restocking_fee', 1, '15%', '5%', 'kb/returns'),
        ('shipping_policy', 1, 'shipping_time', 3, '5 business days', '2 days', 'kb/shipping'),
        ('plan_comparison', 1, 'warranty', 2, '12 months', '24 months', 'kb/warranty'),
        ('billing_disputes', 1, 'refund_processing_time', 1, '5 business days', '24 hours', 'kb/refunds'),
        ('plan_changes', 1, 'cancellation_window', 3, '14 days', '30 days', 'kb/plans'),
        ('cancellations', 1, 'cancellation_window', 3, '14 days', '30 days', 'kb/plans'),
        ('technical_issues', 1, 'warranty', 2, '12 months', '24 months', 'kb/warranty'),
        ('gift_cards', 1, 'return_window', 1, '30 days', '45 days', 'kb/returns')
) as topics (
    archetype, place, topic, finding_class, right_value, wrong_value, document_id
)
