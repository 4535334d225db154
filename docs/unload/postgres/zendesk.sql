-- Zendesk for kpi: exactly the columns that models/adapters/zendesk reads.
-- PostgreSQL to CSV on the server; from a client write \copy for copy, on one line.
-- Then kpi build --raw /data/raw.
-- The schema is called zendesk here; set yours. A custom_ line is a field of your own:
-- take out those that you do not have, an absent column is no error.

copy (
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
        "created_at",
        "updated_at",
        "requester_id",
        "status",
        "via_channel",
        "merged_ticket_ids"
    from zendesk."ticket"
) to '/data/raw/zendesk/ticket.csv' with (format csv, header true);

copy (
    select
        "ticket_id",
        "field_name",
        "updated",
        "value"
    from zendesk."ticket_field_history"
) to '/data/raw/zendesk/ticket_field_history.csv' with (format csv, header true);

copy (
    select
        "id",
        "ticket_id",
        "created",
        "user_id",
        "public",
        "body"
    from zendesk."ticket_comment"
) to '/data/raw/zendesk/ticket_comment.csv' with (format csv, header true);

copy (
    select
        "chat_id",
        "ticket_id"
    from zendesk."ticket_chat"
) to '/data/raw/zendesk/ticket_chat.csv' with (format csv, header true);

copy (
    select
        "chat_id",
        "created_at",
        "actor_id",
        "type",
        "is_history_context",
        "message",
        "original_message"
    from zendesk."ticket_chat_event"
) to '/data/raw/zendesk/ticket_chat_event.csv' with (format csv, header true);

copy (
    select
        "ticket_id",
        "tag"
    from zendesk."ticket_tag"
) to '/data/raw/zendesk/ticket_tag.csv' with (format csv, header true);

copy (
    select
        "id",
        "role"
    from zendesk."user"
) to '/data/raw/zendesk/user.csv' with (format csv, header true);
