-- Zendesk for kpi: exactly the columns that models/adapters/zendesk reads.
-- BigQuery to Parquet in a bucket: copy gs://BUCKET/raw to /data/raw, then
-- kpi build --raw /data/raw.
-- The schema is called zendesk here; set yours. A custom_ line is a field of your own:
-- take out those that you do not have, an absent column is no error.

export data options (
    uri = 'gs://BUCKET/raw/zendesk/ticket/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    id,
    custom_segment,
    custom_intent,
    custom_bot_outcome,
    custom_bot_version,
    custom_bot_confidence,
    custom_intent_passed,
    custom_account_state_passed,
    custom_summary_passed,
    custom_agent_asked_restate,
    custom_packet_acknowledged,
    created_at,
    updated_at,
    requester_id,
    status,
    via_channel,
    merged_ticket_ids
from `zendesk.ticket`;

export data options (
    uri = 'gs://BUCKET/raw/zendesk/ticket_field_history/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    ticket_id,
    field_name,
    updated,
    value
from `zendesk.ticket_field_history`;

export data options (
    uri = 'gs://BUCKET/raw/zendesk/ticket_comment/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    id,
    ticket_id,
    created,
    user_id,
    public,
    body
from `zendesk.ticket_comment`;

export data options (
    uri = 'gs://BUCKET/raw/zendesk/ticket_chat/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    chat_id,
    ticket_id
from `zendesk.ticket_chat`;

export data options (
    uri = 'gs://BUCKET/raw/zendesk/ticket_chat_event/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    chat_id,
    created_at,
    actor_id,
    type,
    is_history_context,
    message,
    original_message
from `zendesk.ticket_chat_event`;

export data options (
    uri = 'gs://BUCKET/raw/zendesk/ticket_tag/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    ticket_id,
    tag
from `zendesk.ticket_tag`;

export data options (
    uri = 'gs://BUCKET/raw/zendesk/user/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    id,
    role
from `zendesk.user`;
