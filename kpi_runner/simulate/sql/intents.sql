-- One row per archetype: the tags that a helpdesk puts on its tickets.

select *
from (
    values
        ('order_status', ['order.status', 'order.status', 'where_is_my_order_app', 'tracking_page']),
        ('password_reset', ['password.reset', 'password.reset', 'login.failed', 'account_locked']),
        ('basic_billing', ['billing.invoice', 'billing.payment_method', 'invoice_copy']),
        ('returns', ['returns.start', 'returns.start', 'return_label', 'exchange_item']),
        ('shipping_policy', ['shipping.policy', 'shipping.cost', 'delivery_time']),
        ('plan_comparison', ['plans.compare', 'plans.compare', 'which_plan']),
        ('billing_disputes', ['billing.dispute', 'charged_twice', 'refund.missing']),
        ('plan_changes', ['plans.change', 'upgrade', 'downgrade']),
        ('cancellations', ['subscription.cancel', 'cancel_account']),
        ('technical_issues', ['technical.error', 'app_crash_ios', 'error_checkout']),
        ('gift_cards', ['gift_card_balance', 'gift_card_redeem']),
        ('account_deletion', ['account.delete', 'privacy.erasure_request']),
        ('feedback', ['feedback', 'compliment', 'complaint.general'])
) as intents (archetype, intents)
