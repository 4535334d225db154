-- One row per archetype with a tool: what the bot or an agent can do there.

select *
from (
    values
        ('order_status', 'lookup_order', 'status', 'in transit'),
        ('password_reset', 'send_password_reset', 'status', 'sent'),
        ('basic_billing', 'send_invoice', 'status', 'sent'),
        ('returns', 'create_return', 'status', 'label sent'),
        ('billing_disputes', 'open_dispute', 'status', 'opened'),
        ('plan_changes', 'change_plan', 'plan', 'Standard'),
        ('cancellations', 'cancel_subscription', 'status', 'cancelled'),
        ('technical_issues', 'create_bug_ticket', 'status', 'created'),
        ('gift_cards', 'check_gift_card', 'status', 'active'),
        ('account_deletion', 'delete_account', 'status', 'scheduled')
) as tools (archetype, tool, result_key, result_value)
