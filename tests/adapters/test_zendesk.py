"""Zendesk tables in, contract rows out: one test per trap of the real tables."""

import json
from datetime import datetime

import pytest

from tests.adapters.helpdesk import built, identity

STAGED = ["stg_tickets", "stg_messages", "stg_surveys", "stg_escalations"]


def at(hour, minute=0, day=12):
    return datetime(2026, 1, day, hour, minute)


def ticket(ticket_id, **columns):
    return {
        "id": ticket_id,
        "created_at": "2026-01-12 10:00:00",
        "updated_at": "2026-01-20 10:00:00",
        "requester_id": 900,
        "status": "closed",
        "via_channel": "native_messaging",
        **columns,
    }


def change(field_name, updated, value, ticket_id=1):
    return {
        "field_name": field_name,
        "ticket_id": ticket_id,
        "updated": updated,
        "value": value,
    }


def comment(comment_id, created, user_id, public="TRUE", ticket_id=1):
    return {
        "id": comment_id,
        "body": f"body {comment_id}",
        "created": created,
        "public": public,
        "ticket_id": ticket_id,
        "user_id": user_id,
    }


def event(created_at, actor_id, source=None, chat_id="chat", **columns):
    message = {"source": {"type": source}, "author": {"type": "BUSINESS"}}
    return {
        "chat_id": chat_id,
        "created_at": created_at,
        "actor_id": actor_id,
        "type": "ChatMessage",
        "is_history_context": "",
        "message": "text",
        "original_message": json.dumps(message) if source else "",
        **columns,
    }


USERS = [
    {"id": 900, "role": "end-user"},
    {"id": 700, "role": "agent"},
    {"id": 800, "role": "agent"},
]


def zendesk(tickets, *, upto=STAGED, identities=(), seeds=None, **tables):
    named = {f"zendesk.{name}": rows for name, rows in tables.items()}
    return built(
        {"zendesk.ticket": tickets, "zendesk.user": USERS, **named},
        helpdesks=["zendesk"],
        upto=upto,
        identities=identities,
        seeds=seeds,
    )


def test_resolved_reopened_and_closed_come_from_the_status_history():
    desk = zendesk(
        [ticket(1)],
        ticket_field_history=[
            change("status", "2026-01-12 10:00:00", "open"),
            change("status", "2026-01-12 12:00:00", "solved"),
            change("status", "2026-01-13 09:00:00", "pending"),
            change("status", "2026-01-13 10:00:00", "open"),
            change("status", "2026-01-14 10:00:00", "solved"),
            change("status", "2026-01-18 10:00:00", "closed"),
            change("priority", "2026-01-11 10:00:00", "solved"),
        ],
    )
    assert desk.rows("select resolved_at, reopened_at, closed_at from stg_tickets") == [
        (at(12), at(10, day=13), at(10, day=18))
    ]


def test_a_solved_ticket_without_history_closes_at_its_last_update():
    desk = zendesk([ticket(1, status="solved"), ticket(2, status="open")])
    assert desk.rows(
        "select ticket_id, resolved_at, closed_at from stg_tickets order by 1"
    ) == [
        ("zendesk:1", None, at(10, day=20)),
        ("zendesk:2", None, None),
    ]


@pytest.mark.parametrize(
    ("value", "score"),
    [("good", 1), ("bad", 0), ("good_with_comment", 1), ("bad_with_comment", 0)],
)
def test_csat_is_read_from_the_field_history(value, score):
    desk = zendesk(
        [ticket(1)],
        ticket_field_history=[
            change("satisfaction_score", "2026-01-13 10:00:00", "offered"),
            change("satisfaction_score", "2026-01-13 11:00:00", value),
        ],
    )
    assert desk.rows(
        "select sent_at, responded_at, score, satisfied_from from stg_surveys"
    ) == [(at(10, day=13), at(11, day=13), score, 1)]


def test_an_offer_without_an_answer_is_a_survey_without_a_score():
    desk = zendesk(
        [ticket(1)],
        ticket_field_history=[
            change("satisfaction_score", "2026-01-13 10:00:00", "offered"),
            change("satisfaction_score", "2026-01-12 10:00:00", "unoffered"),
        ],
    )
    assert desk.rows("select sent_at, responded_at, score from stg_surveys") == [
        (at(10, day=13), None, None)
    ]


def test_a_changed_rating_counts_once_as_its_last_answer():
    history = [
        change("status", "2026-01-13 09:00:00", "solved"),
        change("satisfaction_score", "2026-01-13 10:00:00", "offered"),
        change("satisfaction_score", "2026-01-13 10:00:00", "offered"),
        change("satisfaction_score", "2026-01-13 11:00:00", "good"),
        change("satisfaction_score", "2026-01-13 12:00:00", "bad_with_comment"),
    ]
    desk = zendesk([ticket(1)], ticket_field_history=history, upto=["int_ticket_facts"])
    assert desk.rows("select responded_at, score from stg_surveys order by 1") == [
        (at(11, day=13), 1),
        (at(12, day=13), 0),
    ]
    assert desk.rows(
        "select is_resolution_sent, is_resolution_satisfied from int_ticket_facts"
    ) == [(True, False)]


def test_deleted_and_superseded_tickets_are_left_out_and_noted():
    desk = zendesk(
        [
            ticket(1, status="open", updated_at="2026-01-12 11:00:00"),
            ticket(1),
            ticket(2, status="deleted"),
        ],
        upto=["stg_tickets", "helpdesk_rows"],
    )
    assert desk.rows("select ticket_id from stg_tickets") == [("zendesk:1",)]
    assert desk.rows("select * from helpdesk_rows order by fate") == [
        ("zendesk.ticket", "deleted", 1),
        ("zendesk.ticket", "superseded", 1),
        ("zendesk.ticket", "used", 1),
    ]


def test_merged_tickets_are_kept_and_never_counted():
    desk = zendesk(
        [ticket(1, merged_ticket_ids="[2, 3]"), ticket(2), ticket(3), ticket(4)],
        ticket_tag=[{"ticket_id": 4, "tag": "closed_by_merge"}],
    )
    assert desk.rows("select ticket_id, exclusion from stg_tickets order by 1") == [
        ("zendesk:1", None),
        ("zendesk:2", "merged"),
        ("zendesk:3", "merged"),
        ("zendesk:4", "merged"),
    ]


def test_a_bots_turn_is_known_by_the_source_of_the_event_not_by_its_actor():
    desk = zendesk(
        [ticket(1)],
        ticket_chat=[{"chat_id": "chat", "ticket_id": 1}],
        ticket_chat_event=[
            event("2026-01-12 10:00:00", "900", "web"),
            event("2026-01-12 10:00:01", "agent:700", "zd:answerBot"),
            event("2026-01-12 10:00:02", "900", "zd:answerBot"),
            event("2026-01-12 10:00:03", "agent:700"),
            event("2026-01-12 10:00:04", "__trigger"),
            event("2026-01-12 10:00:05", "agent:", "zd:answerBot"),
            event("2026-01-12 10:00:06", "", original_message="{broken"),
        ],
    )
    assert desk.rows("select author from stg_messages order by sent_at") == [
        ("customer",),
        ("bot",),
        ("bot",),
        ("agent",),
        ("system",),
        ("bot",),
        ("system",),
    ]


def test_events_that_say_nothing_are_no_messages():
    desk = zendesk(
        [ticket(1)],
        ticket_chat=[{"chat_id": "chat", "ticket_id": 1}],
        ticket_chat_event=[
            event("2026-01-12 10:00:00", "900"),
            event("2026-01-12 10:00:01", "900", type="ChatEmailChanged"),
            event("2026-01-12 10:00:02", "900", is_history_context="true"),
            event("2026-01-12 10:00:03", "900", chat_id="of no ticket"),
        ],
        upto=["stg_messages", "helpdesk_rows"],
    )
    assert desk.value("select count(*) from stg_messages") == 1
    assert desk.rows(
        "select fate, row_count from helpdesk_rows"
        " where table_name = 'zendesk.ticket_chat_event' order by 1"
    ) == [("copy", 1), ("no_message", 1), ("used", 1), ("without_ticket", 1)]


def test_a_message_of_a_chat_on_several_tickets_counts_once_on_the_ticket_of_its_time():
    desk = zendesk(
        [
            ticket(1, created_at="2026-01-12 10:00:00"),
            ticket(2, created_at="2026-01-14 10:00:00"),
            ticket(3, created_at="2026-01-10 10:00:00", status="deleted"),
        ],
        ticket_chat=[{"chat_id": "chat", "ticket_id": each} for each in (2, 1, 3, 1)],
        ticket_chat_event=[
            event("2026-01-11 10:00:00", "900"),
            event("2026-01-13 10:00:00", "900"),
            event("2026-01-14 10:00:00", "900"),
            event("2026-01-15 10:00:00", "900"),
        ],
    )
    assert desk.rows("select sent_at, ticket_id from stg_messages order by 1") == [
        (at(10, day=11), "zendesk:1"),
        (at(10, day=13), "zendesk:1"),
        (at(10, day=14), "zendesk:2"),
        (at(10, day=15), "zendesk:2"),
    ]


def test_authors_of_comments_are_bot_customer_agent_or_system():
    desk = zendesk(
        [ticket(1)],
        ticket_comment=[
            comment(1, "2026-01-12 10:00:00", 900),
            comment(2, "2026-01-12 10:01:00", 800),
            comment(3, "2026-01-12 10:02:00", 700),
            comment(4, "2026-01-12 10:03:00", 700, public="FALSE"),
            comment(5, "2026-01-12 10:04:00", 123),
        ],
        identities=[identity("zendesk", "user_id", "800")],
    )
    assert desk.rows("select author from stg_messages order by sent_at") == [
        ("customer",),
        ("bot",),
        ("agent",),
        ("system",),
        ("system",),
    ]


def test_a_greeting_is_no_attempt_and_an_answer_is():
    desk = zendesk(
        [ticket(1), ticket(2)],
        ticket_comment=[
            comment(1, "2026-01-12 10:00:00", 800),
            comment(2, "2026-01-12 10:01:00", 900),
            comment(3, "2026-01-12 10:00:00", 900, ticket_id=2),
            comment(4, "2026-01-12 10:01:00", 800, ticket_id=2),
        ],
        identities=[identity("zendesk", "user_id", "800")],
    )
    assert desk.rows(
        "select ticket_id, bot_attempted, bot_version from stg_tickets order by 1"
    ) == [("zendesk:1", False, None), ("zendesk:2", True, "Robo")]


def test_an_agent_after_the_bot_is_an_escalation_and_before_it_is_none():
    desk = zendesk(
        [ticket(1, custom_agent_asked_restate="true"), ticket(2), ticket(3)],
        ticket_comment=[
            comment(1, "2026-01-12 10:00:00", 900),
            comment(2, "2026-01-12 10:01:00", 800),
            comment(3, "2026-01-12 10:02:00", 700),
            comment(4, "2026-01-12 10:00:00", 900, ticket_id=2),
            comment(5, "2026-01-12 10:01:00", 700, ticket_id=2),
            comment(6, "2026-01-12 10:02:00", 800, ticket_id=2),
            comment(7, "2026-01-12 10:00:00", 800, ticket_id=3),
            comment(8, "2026-01-12 10:01:00", 900, ticket_id=3),
            comment(9, "2026-01-12 10:01:00", 800, ticket_id=3),
            comment(10, "2026-01-12 10:02:00", 900, ticket_id=3),
        ],
        identities=[identity("zendesk", "user_id", "800")],
    )
    assert desk.rows(
        "select ticket_id, escalated_at, agent_asked_restate from stg_escalations"
    ) == [("zendesk:1", at(10, 2), True)]
    assert desk.rows("select ticket_id, bot_outcome from stg_tickets order by 1") == [
        ("zendesk:1", "escalated"),
        ("zendesk:2", "assumed"),
        ("zendesk:3", "abandoned"),
    ]


def test_a_transfer_in_the_chat_is_the_handover():
    desk = zendesk(
        [ticket(1)],
        ticket_chat=[{"chat_id": "chat", "ticket_id": 1}],
        ticket_chat_event=[
            event("2026-01-12 10:00:00", "900", "web"),
            event("2026-01-12 10:01:00", "700", "zd:answerBot"),
            event(
                "2026-01-12 10:02:00",
                "700",
                "zd:answerBot",
                type="ChatDepartmentTransfer",
            ),
            event("2026-01-12 10:03:00", "agent:700"),
        ],
    )
    assert desk.rows("select escalated_at from stg_escalations") == [(at(10, 2),)]
    assert desk.rows("select author, body from stg_messages order by sent_at")[2] == (
        "system",
        None,
    )


def test_tags_name_the_bot_the_deployment_and_the_intent():
    other = {
        "deployment_id": "other",
        "name": "Other",
        "regulated": "false",
        "rollback_owner": "Owner",
        "rollback_contact": "o@example.com",
        "follow_up_days": "7",
    }
    desk = zendesk(
        [ticket(1), ticket(2)],
        ticket_tag=[
            {"ticket_id": 1, "tag": "handled_by_ada"},
            {"ticket_id": 1, "tag": "returns"},
        ],
        ticket_comment=[comment(1, "2026-01-12 11:00:00", 700)],
        identities=[identity("zendesk", "tag", "handled_by_ada", "Ada", "other")],
        seeds={
            "deployments": [
                {**other, "deployment_id": "desk"},
                other,
            ]
        },
    )
    assert desk.rows(
        "select deployment_id, bot_attempted, bot_version, bot_outcome, intent"
        " from stg_tickets order by ticket_id"
    ) == [
        ("other", True, "Ada", "escalated", "returns"),
        ("desk", False, None, None, None),
    ]


def test_a_ticket_of_no_deployment_is_in_quarantine_not_lost():
    desk = zendesk(
        [ticket(1)], seeds={"bot_identities": []}, upto=["stg_tickets", "quarantine"]
    )
    assert desk.rows("select row_key, reason from quarantine") == [
        ("zendesk:1", "missing_key")
    ]
