-- Zendesk for kpi: exactly the columns that models/adapters/zendesk reads.
-- Snowflake to Parquet in a stage: get @kpi_stage/raw file:///data/raw, then
-- kpi build --raw /data/raw.
-- The schema is called zendesk here; set yours. A custom_ line is a field of your own:
-- take out those that you do not have, an absent column is no error.

alter session set timezone = 'UTC';

copy into @kpi_stage/raw/zendesk/ticket/
from (
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
        convert_timezone('UTC', created_at)::timestamp_ntz as created_at,
        convert_timezone('UTC', updated_at)::timestamp_ntz as updated_at,
        requester_id,
        status,
        via_channel,
        merged_ticket_ids
    from zendesk.ticket
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/zendesk/ticket_field_history/
from (
    select
        ticket_id,
        field_name,
        convert_timezone('UTC', updated)::timestamp_ntz as updated,
        value
    from zendesk.ticket_field_history
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/zendesk/ticket_comment/
from (
    select
        id,
        ticket_id,
        convert_timezone('UTC', created)::timestamp_ntz as created,
        user_id,
        public,
        body
    from zendesk.ticket_comment
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/zendesk/ticket_chat/
from (
    select
        chat_id,
        ticket_id
    from zendesk.ticket_chat
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/zendesk/ticket_chat_event/
from (
    select
        chat_id,
        convert_timezone('UTC', created_at)::timestamp_ntz as created_at,
        actor_id,
        type,
        is_history_context,
        message,
        original_message
    from zendesk.ticket_chat_event
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/zendesk/ticket_tag/
from (
    select
        ticket_id,
        tag
    from zendesk.ticket_tag
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/zendesk/user/
from (
    select
        id,
        role
    from zendesk."USER"
)
file_format = (type = parquet)
header = true
overwrite = true;
