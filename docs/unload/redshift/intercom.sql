-- Intercom for kpi: exactly the columns that models/adapters/intercom reads.
-- Redshift to Parquet in a bucket: copy s3://BUCKET/raw to /data/raw, then
-- kpi build --raw /data/raw.
-- The schema is called intercom here; set yours. A custom_ line is a field of your own:
-- take out those that you do not have, an absent column is no error.

set timezone to 'UTC';

unload ('
select
    "id",
    "custom_segment",
    "custom_intent",
    "custom_bot_version",
    "custom_intent_passed",
    "custom_account_state_passed",
    "custom_summary_passed",
    "custom_agent_asked_restate",
    "custom_packet_acknowledged",
    cast("created_at" as timestamp) as "created_at",
    cast("updated_at" as timestamp) as "updated_at",
    "state",
    "source_type",
    "source_body",
    "source_author_type",
    "source_author_id",
    "conversation_rating_value",
    cast("conversation_rating_created_at" as timestamp) as "conversation_rating_created_at",
    cast("conversation_rating_updated_at" as timestamp) as "conversation_rating_updated_at",
    "ai_agent_source_title",
    "ai_agent_last_answer_type",
    "ai_agent_resolution_state",
    "ai_agent_rating",
    cast("ai_agent_created_at" as timestamp) as "ai_agent_created_at",
    cast("ai_agent_updated_at" as timestamp) as "ai_agent_updated_at",
    cast("statistics_first_close_at" as timestamp) as "statistics_first_close_at",
    cast("statistics_last_close_at" as timestamp) as "statistics_last_close_at",
    "_fivetran_active"
from intercom."conversation_history"
')
to 's3://BUCKET/raw/intercom/conversation_history/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "id",
    "conversation_id",
    cast("created_at" as timestamp) as "created_at",
    cast("updated_at" as timestamp) as "updated_at",
    "part_type",
    "body",
    "author_type",
    "author_id",
    "author_is_ai_answer",
    "assigned_to_type",
    "assigned_to_id",
    "_fivetran_active"
from intercom."conversation_part_history"
')
to 's3://BUCKET/raw/intercom/conversation_part_history/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "conversation_id",
    "contact_id",
    "_fivetran_active"
from intercom."conversation_contact_history"
')
to 's3://BUCKET/raw/intercom/conversation_contact_history/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "conversation_id",
    "tag_id",
    "_fivetran_active"
from intercom."conversation_tag_history"
')
to 's3://BUCKET/raw/intercom/conversation_tag_history/'
iam_role default
format as parquet
cleanpath;

unload ('
select
    "id",
    "name",
    "_fivetran_deleted"
from intercom."tag"
')
to 's3://BUCKET/raw/intercom/tag/'
iam_role default
format as parquet
cleanpath;
