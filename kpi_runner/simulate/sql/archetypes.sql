-- One row per archetype: its volume, what the bot makes of it, how people like it.
-- Shares are of the step before: escalate of attempted, abandon of those not
-- escalated, confirm of those contained. Seconds are means of active work.

select *
from (
    values
        -- archetype, web, wallet volume, attempt, escalate, abandon, confirm, csat,
        -- bot_seconds, agent_seconds, follow_7d, follow_30d, refund, quote, response
        ('order_status', 30, 4, 0.82, 0.40, 0.05, 0.45, 0.84, 75, 260, 0.05, 0.02, 0, 0.05, 1.1),
        ('password_reset', 20, 36, 0.86, 0.38, 0.04, 0.55, 0.86, 60, 220, 0.04, 0.02, 0, 0, 1.0),
        ('basic_billing', 12, 24, 0.78, 0.44, 0.05, 0.40, 0.82, 90, 330, 0.06, 0.03, 0, 0.10, 1.0),
        ('returns', 11, 7, 0.46, 0.52, 0.05, 0.40, 0.80, 130, 480, 0.06, 0.03, 0.45, 0.45, 1.1),
        ('shipping_policy', 8, 0, 0.48, 0.50, 0.05, 0.35, 0.82, 80, 250, 0.04, 0.02, 0, 0.60, 1.0),
        ('plan_comparison', 5, 5, 0.44, 0.50, 0.05, 0.35, 0.83, 110, 380, 0.04, 0.03, 0, 0.30, 1.0),
        ('billing_disputes', 5, 11, 0.22, 0.72, 0.06, 0.30, 0.68, 140, 760, 0.09, 0.05, 0.35, 0.30, 1.2),
        ('plan_changes', 3, 4, 0.24, 0.70, 0.05, 0.40, 0.79, 120, 540, 0.06, 0.03, 0, 0.10, 1.0),
        ('cancellations', 3, 4, 0.20, 0.72, 0.06, 0.35, 0.72, 120, 560, 0.04, 0.02, 0.15, 0.30, 1.0),
        ('technical_issues', 2, 3, 0.26, 0.74, 0.08, 0.30, 0.74, 160, 820, 0.08, 0.05, 0, 0.15, 0.9),
        ('gift_cards', 0.5, 0.5, 0.22, 0.70, 0.05, 0.40, 0.80, 90, 340, 0.04, 0.02, 0, 0.10, 0.9),
        ('account_deletion', 0.3, 1, 0.14, 0.76, 0.05, 0.40, 0.77, 100, 410, 0.03, 0.02, 0, 0, 0.8),
        ('feedback', 0.2, 0.5, 0.30, 0.70, 0.04, 0.50, 0.81, 60, 240, 0.02, 0.02, 0, 0, 0.7)
) as archetypes (
    archetype, web_volume, wallet_volume, attempt, escalate, abandon, confirm, csat,
    bot_seconds, agent_seconds, follow_7d, follow_30d, refund, quote, response
)
