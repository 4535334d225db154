-- One row per deployment, as the seed `deployments` has it, launched when simulated.

select
    deployment_id,
    name,
    (select min(week) from weeks where is_launched) as launched_on,
    regulated,
    rollback_owner,
    rollback_contact,
    7 as follow_up_days,
    cost_per_contact,
    null as ticket_url
from (
    values
    (
        'web_chat', 'Web chat', false,
        'Support AI lead', 'support-ai-lead@example.com', '6.50'
    ),
    (
        'wallet_app', 'Wallet app', true,
        'Wallet support owner', 'wallet-owner@example.com', '8.00'
    )
) as deployments (
    deployment_id, name, regulated, rollback_owner, rollback_contact, cost_per_contact
)
