-- One row per deployment: its baseline is all that was simulated before the launch.

select
    deployment_id,
    null as archetype,
    null as measure,
    getvariable('start') as window_start,
    (select min(week) from weeks where is_launched) as window_end,
    null as valid_from,
    if(deployment_id = 'web_chat', 'Support AI lead', 'Wallet support owner')
        as approved_by,
    'The weeks before launch' as reason
from deployments
order by deployment_id desc
