-- Intercom for kpi: exactly the columns that models/adapters/intercom reads.
-- Snowflake to Parquet in a stage: get @kpi_stage/raw file:///data/raw, then
-- kpi build --raw /data/raw.
-- The schema is called intercom here; set yours. A custom_ line is a field of your own:
-- take out those that you do not have, an absent column is no error.

alter session set timezone = 'UTC';

copy into @kpi_stage/raw/intercom/conversation_history/
from (
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
        convert_timezone('UTC', created_at)::timestamp_ntz as created_at,
        convert_timezone('UTC', updated_at)::timestamp_ntz as updated_at,
        state,
        source_type,
        source_body,
        source_author_type,
        source_author_id,
        conversation_rating_value,
        convert_timezone('UTC', conversation_rating_created_at)::timestamp_ntz as conversation_rating_created_at,
        convert_timezone('UTC', conversation_rating_updated_at)::timestamp_ntz as conversation_rating_updated_at,
        ai_agent_source_title,
        ai_agent_last_answer_type,
        ai_agent_resolution_state,
        ai_agent_rating,
        convert_timezone('UTC', ai_agent_created_at)::timestamp_ntz as ai_agent_created_at,
        convert_timezone('UTC', ai_agent_updated_at)::timestamp_ntz as ai_agent_updated_at,
        convert_timezone('UTC', statistics_first_close_at)::timestamp_ntz as statistics_first_close_at,
        convert_timezone('UTC', statistics_last_close_at)::timestamp_ntz as statistics_last_close_at,
        _fivetran_active
    from intercom.conversation_history
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/intercom/conversation_part_history/
from (
    select
        id,
        conversation_id,
        convert_timezone('UTC', created_at)::timestamp_ntz as created_at,
        convert_timezone('UTC', updated_at)::timestamp_ntz as updated_at,
        part_type,
        body,
        author_type,
        author_id,
        author_is_ai_answer,
        assigned_to_type,
        assigned_to_id,
        _fivetran_active
    from intercom.conversation_part_history
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/intercom/conversation_contact_history/
from (
    select
        conversation_id,
        contact_id,
        _fivetran_active
    from intercom.conversation_contact_history
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/intercom/conversation_tag_history/
from (
    select
        conversation_id,
        tag_id,
        _fivetran_active
    from intercom.conversation_tag_history
)
file_format = (type = parquet)
header = true
overwrite = true;

copy into @kpi_stage/raw/intercom/tag/
from (
    select
        id,
        name,
        _fivetran_deleted
    from intercom.tag
)
file_format = (type = parquet)
header = true
overwrite = true;
