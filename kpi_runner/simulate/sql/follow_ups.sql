-- One row per contact that follows up a conversation of the generation before.

select
    left(ticket_id, 11) || '-' || cast(generation + 2 as varchar) as ticket_id,
    deployment_id,
    archetype,
    first_week,
    generation + 1 as generation,
    customer_id,
    segment,
    channel,
    arm,
    next_contact_at as opened_at
from conversations
where next_contact_at < getvariable('data_end')
