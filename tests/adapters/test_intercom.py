"""Intercom tables in, contract rows out: one test per trap of the real tables."""

from datetime import datetime

from tests.adapters.helpdesk import built, identity

STAGED = ["stg_tickets", "stg_messages", "stg_surveys", "stg_escalations"]
START = datetime(2026, 1, 12, 10)


def at(minute, day=12):
    return datetime(2026, 1, day, 10, minute)


def conversation(conversation_id, **columns):
    return {
        "id": conversation_id,
        "created_at": "2026-01-12 10:00:00",
        "updated_at": "2026-01-12 12:00:00",
        "state": "closed",
        "source_type": "conversation",
        "source_author_type": "user",
        "source_author_id": "u1",
        "source_body": "help",
        "_fivetran_active": "true",
        **columns,
    }


def part(part_id, created_at, author_type, part_type="comment", **columns):
    return {
        "id": part_id,
        "conversation_id": 1,
        "created_at": created_at,
        "updated_at": created_at,
        "part_type": part_type,
        "body": "text" if part_type in ("comment", "note") else "",
        "author_type": author_type,
        "author_id": f"{author_type} 1",
        "_fivetran_active": "true",
        **columns,
    }


def intercom(conversations, parts=(), *, upto=STAGED, identities=(), **tables):
    named = {f"intercom.{name}": rows for name, rows in tables.items()}
    if parts:
        named["intercom.conversation_part_history"] = parts
    return built(
        {"intercom.conversation_history": conversations, **named},
        helpdesks=["intercom"],
        upto=upto,
        identities=identities,
    )


def test_of_a_conversations_versions_the_active_one_counts():
    desk = intercom(
        [
            conversation(1, state="open", _fivetran_active="false"),
            conversation(1, updated_at="2026-01-12 11:00:00"),
            conversation(2, _fivetran_active="false"),
        ],
        upto=["stg_tickets", "helpdesk_rows"],
    )
    assert desk.rows("select ticket_id, closed_at from stg_tickets") == [
        ("intercom:1", datetime(2026, 1, 12, 11))
    ]
    assert desk.rows("select fate, row_count from helpdesk_rows order by 1") == [
        ("deleted", 1),
        ("superseded", 1),
        ("used", 1),
    ]


def test_without_the_active_flag_the_newest_version_counts():
    older, newer = conversation(1, updated_at=1768212000), conversation(1)
    newer["updated_at"] = 1768215600
    for version in (older, newer):
        del version["_fivetran_active"]
    desk = intercom([older, newer])
    assert desk.rows("select closed_at from stg_tickets") == [
        (datetime(2026, 1, 12, 11),)
    ]


def test_unix_seconds_and_timestamps_are_the_same_moments():
    desk = intercom(
        [
            conversation(1, created_at="1768212000"),
            conversation(2, created_at="2026-01-12T11:00:00+01:00"),
            conversation(3, created_at="2026-01-12 10:00:00"),
        ]
    )
    assert desk.rows("select distinct opened_at from stg_tickets") == [(START,)]


OUTCOMES = {
    # API 2.14
    "assumed_resolution": "assumed",
    "confirmed_resolution": "confirmed",
    "routed_to_team": "escalated",
    "abandoned": "abandoned",
    # API 2.16
    "escalated": "escalated",
    "procedure_handoff": "escalated",
    "negative_feedback": "abandoned",
}


def test_every_resolution_state_has_an_outcome():
    desk = intercom(
        [conversation(state, ai_agent_resolution_state=state) for state in OUTCOMES]
    )
    assert (
        dict(
            desk.rows(
                "select replace(ticket_id, 'intercom:', ''), bot_outcome"
                " from stg_tickets where bot_attempted"
            )
        )
        == OUTCOMES
    )


def test_negative_feedback_that_a_teammate_takes_over_is_an_escalation():
    desk = intercom(
        [conversation(1, ai_agent_resolution_state="negative_feedback")],
        [
            part(1, "2026-01-12 10:01:00", "bot", author_is_ai_answer="true"),
            part(2, "2026-01-12 10:05:00", "admin", author_is_ai_answer="false"),
        ],
    )
    assert desk.rows("select bot_outcome from stg_tickets") == [("escalated",)]
    assert desk.rows("select escalated_at from stg_escalations") == [(at(5),)]


def test_a_state_of_a_later_api_is_shown_in_quarantine():
    desk = intercom(
        [conversation(1, ai_agent_resolution_state="teleported")],
        upto=["stg_tickets", "quarantine"],
    )
    assert desk.rows(
        "select row_key, reason from quarantine where table_name = 'tickets'"
    ) == [("intercom:1", "unknown_value")]


def test_an_agent_that_took_part_without_an_answer_attempted_nothing():
    desk = intercom(
        [conversation(1, ai_agent_participated="true")],
        [part(1, "2026-01-12 10:01:00", "bot")],
    )
    assert desk.rows("select bot_attempted, bot_outcome from stg_tickets") == [
        (False, None)
    ]


def test_two_ratings_are_two_surveys_and_never_averaged():
    desk = intercom(
        [
            conversation(
                1,
                ai_agent_rating=1,
                ai_agent_created_at=1768212600,
                conversation_rating_value=5,
                conversation_rating_created_at="2026-01-12 10:30:00",
                conversation_rating_updated_at="2026-01-12 10:40:00",
            )
        ],
        upto=["stg_surveys", "int_ticket_facts"],
    )
    assert desk.rows(
        "select survey_id, sent_at, responded_at, score, instrument"
        " from stg_surveys order by 1"
    ) == [
        (
            "intercom:1:ai_agent_rating",
            at(10),
            at(10),
            1,
            "intercom ai agent rating",
        ),
        ("intercom:1:rating", at(30), at(40), 5, "intercom teammate rating"),
    ]
    assert desk.rows(
        "select is_resolution_satisfied, resolution_score_normalised"
        " from int_ticket_facts"
    ) == [(True, 1.0)]


def test_a_rating_counts_with_and_without_a_remark_and_when_it_was_only_asked_for():
    asked = {"conversation_rating_created_at": "2026-01-12 10:30:00"}
    desk = intercom(
        [
            conversation(
                1, conversation_rating_value=4, conversation_rating_remark="", **asked
            ),
            conversation(
                2,
                conversation_rating_value=2,
                conversation_rating_remark="slow",
                **asked,
            ),
            conversation(3, conversation_rating_remark="", **asked),
            conversation(4),
        ]
    )
    assert desk.rows(
        "select ticket_id, score, responded_at from stg_surveys order by 1"
    ) == [
        ("intercom:1", 4, at(30)),
        ("intercom:2", 2, at(30)),
        ("intercom:3", None, None),
    ]


def test_first_and_last_close_and_the_reopening_come_from_the_parts():
    desk = intercom(
        [conversation(1)],
        [
            part(1, "2026-01-12 10:10:00", "admin", "close"),
            part(2, "2026-01-12 10:20:00", "user", "open", body="still broken"),
            part(3, "2026-01-12 10:30:00", "admin", "close"),
            part(4, "2026-01-12 10:05:00", "user", "open"),
        ],
    )
    assert desk.rows("select resolved_at, reopened_at, closed_at from stg_tickets") == [
        (at(10), at(20), at(30))
    ]


def test_notes_are_no_turns_and_empty_parts_no_messages():
    desk = intercom(
        [conversation(1)],
        [
            part(1, "2026-01-12 10:01:00", "admin", "note"),
            part(2, "2026-01-12 10:02:00", "admin"),
            part(3, "2026-01-12 10:03:00", "admin", "attribute_updated"),
            part(4, "2026-01-12 10:04:00", "lead", body="hello"),
            part(4, "2026-01-12 10:04:00", "lead", _fivetran_active="false"),
        ],
    )
    assert desk.rows("select author, body from stg_messages order by sent_at") == [
        ("customer", "help"),
        ("system", "text"),
        ("agent", "text"),
        ("customer", "hello"),
    ]


def test_a_first_assignment_is_no_handover_unless_the_agent_says_it_passed_on():
    routed = part(
        2, "2026-01-12 10:02:00", "bot", "assignment", assigned_to_type="team"
    )
    answer = part(
        1, "2026-01-12 10:01:00", "bot", author_is_ai_answer="true", assigned_to_type=""
    )
    held, passed = (
        intercom(
            [conversation(1, ai_agent_resolution_state=state)], [answer, routed]
        ).rows("select escalated_at from stg_escalations")
        for state in ("confirmed_resolution", "routed_to_team")
    )
    assert (held, passed) == ([], [(at(2),)])


def test_a_transfer_to_another_bot_is_no_escalation():
    desk = intercom(
        [conversation(1, ai_agent_resolution_state="escalated")],
        [
            part(1, "2026-01-12 10:01:00", "bot", author_is_ai_answer="true")
            | {"assigned_to_type": "", "assigned_to_id": ""},
            part(
                2, "2026-01-12 10:02:00", "bot", "assignment", assigned_to_type="admin"
            )
            | {"author_is_ai_answer": "", "assigned_to_id": "77"},
        ],
        identities=[identity("intercom", "user_id", "77")],
    )
    assert desk.rows("select * from stg_escalations") == []


def test_a_bot_behind_a_teammates_seat_is_the_bot():
    desk = intercom(
        [conversation(1)],
        [part(1, "2026-01-12 10:01:00", "admin", author_id="77")],
        identities=[identity("intercom", "user_id", "77", "Robo 2")],
    )
    assert desk.rows(
        "select bot_attempted, bot_version, bot_outcome from stg_tickets"
    ) == [(True, "Robo 2", "assumed")]


def test_contacts_and_tags_are_read_in_their_active_version():
    flags = {"true": "a", "false": "0 is first by id"}
    desk = intercom(
        [conversation(1), conversation(2)],
        conversation_contact_history=[
            {"conversation_id": 1, "contact_id": contact, "_fivetran_active": active}
            for active, contact in flags.items()
        ],
        conversation_tag_history=[
            {"conversation_id": 1, "tag_id": tag, "_fivetran_active": "true"}
            for tag in (5, 6)
        ],
        tag=[
            {"id": 5, "name": "order_status", "_fivetran_deleted": "true"},
            {"id": 6, "name": "returns", "_fivetran_deleted": "false"},
        ],
    )
    assert desk.rows("select customer_id, intent from stg_tickets order by 1") == [
        ("intercom:a", "returns"),
        ("intercom:u1", None),
    ]
