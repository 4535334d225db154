-- Intercom for kpi: exactly the columns that models/adapters/intercom reads.
-- BigQuery to Parquet in a bucket: copy gs://BUCKET/raw to /data/raw, then
-- kpi build --raw /data/raw.
-- The schema is called intercom here; set yours. A custom_ line is a field of your own:
-- take out those that you do not have, an absent column is no error.

export data options (
    uri = 'gs://BUCKET/raw/intercom/conversation_history/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    id,
    custom_segment,
    custom_intent,
    custom_bot_version,
    custom_intent_passed,
    custom_account_state_passed,
    custom_summary_passed,
    custom_agent_asked_restate,
    custom_packet_acknowledged,
    created_at,
    updated_at,
    state,
    source_type,
    source_body,
    source_author_type,
    source_author_id,
    conversation_rating_value,
    conversation_rating_created_at,
    conversation_rating_updated_at,
    ai_agent_source_title,
    ai_agent_last_answer_type,
    ai_agent_resolution_state,
    ai_agent_rating,
    ai_agent_created_at,
    ai_agent_updated_at,
    statistics_first_close_at,
    statistics_last_close_at,
    _fivetran_active
from `intercom.conversation_history`;

export data options (
    uri = 'gs://BUCKET/raw/intercom/conversation_part_history/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    id,
    conversation_id,
    created_at,
    updated_at,
    part_type,
    body,
    author_type,
    author_id,
    author_is_ai_answer,
    assigned_to_type,
    assigned_to_id,
    _fivetran_active
from `intercom.conversation_part_history`;

export data options (
    uri = 'gs://BUCKET/raw/intercom/conversation_contact_history/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    conversation_id,
    contact_id,
    _fivetran_active
from `intercom.conversation_contact_history`;

export data options (
    uri = 'gs://BUCKET/raw/intercom/conversation_tag_history/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    conversation_id,
    tag_id,
    _fivetran_active
from `intercom.conversation_tag_history`;

export data options (
    uri = 'gs://BUCKET/raw/intercom/tag/*.parquet',
    format = 'PARQUET',
    overwrite = true
) as
select
    id,
    name,
    _fivetran_deleted
from `intercom.tag`;
