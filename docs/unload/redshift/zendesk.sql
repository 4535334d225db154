-- Zendesk for kpi: exactly the columns that models/adapters/zendesk reads.
-- Redshift to Parquet in a bucket: copy s3://BUCKET/raw to /data/raw, then
-- kpi build --raw /data/raw.
-- The schema is called zendesk here; set yours. A custom_ line is a field of your own:
-- take out those that you do not have, an absent column is no error.

set timezone to 'UTC';

unload ('
select
    "id",
    "custom_segment",
    "custom_intent",
    "custom_bot_outcome",
    "custom_bot_version",
    "custom_bot_confidence",
    "custom_intent_passed",
    "custom_account_state_passed",
    "custom_summary_passed",
    "custom_agent_asked_restate",
    "custom_packet_acknowledged",
    cast("created_at" as timestamp) as "created_at",
    cast("updated_at" as timestamp) as "updated_at",
    "requester_id",
    "status",
    "via_channel",
    "merged_ticket_ids"
from zendesk."ticket"
')
to 's3://BUCKET/raw/zendesk/ticket/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "ticket_id",
    "field_name",
    cast("updated" as timestamp) as "updated",
    "value"
from zendesk."ticket_field_history"
')
to 's3://BUCKET/raw/zendesk/ticket_field_history/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "id",
    "ticket_id",
    cast("created" as timestamp) as "created",
    "user_id",
    "public",
    "body"
from zendesk."ticket_comment"
')
to 's3://BUCKET/raw/zendesk/ticket_comment/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "chat_id",
    "ticket_id"
from zendesk."ticket_chat"
')
to 's3://BUCKET/raw/zendesk/ticket_chat/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "chat_id",
    cast("created_at" as timestamp) as "created_at",
    "actor_id",
    "type",
    "is_history_context",
    "message",
    "original_message"
from zendesk."ticket_chat_event"
')
to 's3://BUCKET/raw/zendesk/ticket_chat_event/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "ticket_id",
    "tag"
from zendesk."ticket_tag"
')
to 's3://BUCKET/raw/zendesk/ticket_tag/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "id",
    "role"
from zendesk."user"
')
to 's3://BUCKET/raw/zendesk/user/'
iam_role default
format as parquet
cleanpath;
