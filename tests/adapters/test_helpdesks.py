"""Several helpdesks at once, chosen by one var; links; nothing lost over all."""

from datetime import datetime

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import KpiError
from tests.adapters.helpdesk import built, identity, write
from tests.adapters.test_intercom import conversation
from tests.adapters.test_intercom import part as intercom_part
from tests.adapters.test_zendesk import USERS, change, comment
from tests.adapters.test_zendesk import ticket as zendesk_ticket
from tests.support.warehouse import SEEDS, ticket, warehouse

TICKETS = ["stg_tickets"]
EVERY_TICKET = {
    "tickets": [ticket("t1")],
    "zendesk.ticket": [zendesk_ticket(1)],
    "intercom.conversation_history": [conversation(1)],
}


def test_several_helpdesks_are_unioned_and_only_their_ids_are_prefixed():
    desk = built(
        EVERY_TICKET, helpdesks=["zendesk", "intercom", "contract"], upto=TICKETS
    )
    assert desk.rows("select ticket_id, customer_id from stg_tickets order by 1") == [
        ("intercom:1", "intercom:u1"),
        ("t1", "customer of t1"),
        ("zendesk:1", "zendesk:900"),
    ]


@pytest.mark.parametrize(
    ("helpdesk", "ticket_id"),
    [("contract", "t1"), ("zendesk", "zendesk:1"), ("intercom", "intercom:1")],
)
def test_a_helpdesk_that_is_not_named_is_not_read(helpdesk, ticket_id):
    desk = built(
        EVERY_TICKET,
        helpdesks=[helpdesk],
        upto=[*TICKETS, "data_quality", "check_rows_reconciled"],
    )
    assert desk.rows("select ticket_id from stg_tickets") == [(ticket_id,)]
    assert desk.rows("select * from check_rows_reconciled") == []


def test_a_helpdesk_that_is_not_read_has_no_place_in_the_plan():
    desk = built(EVERY_TICKET, helpdesks=["contract"], upto=TICKETS)
    ((_, plan),) = desk.rows("explain select * from contract_tickets")
    assert "zendesk_tickets" not in plan
    assert "intercom_tickets" not in plan


@pytest.mark.parametrize(
    ("helpdesks", "message"),
    [
        (["zendesk"], "required raw table 'zendesk.ticket' is not there"),
        (["zendezk"], "names 'zendezk', which is no helpdesk.\nDid you mean 'zendesk'"),
        ("zendesk", "the variable helpdesks is 'zendesk', not a list"),
    ],
)
def test_a_helpdesk_that_cannot_be_read_is_refused(helpdesks, message):
    with pytest.raises(KpiError) as caught:
        built({"tickets": [ticket("t1")]}, helpdesks=helpdesks, upto=TICKETS)
    assert message in str(caught.value)


def test_every_row_of_every_helpdesk_is_staged_in_quarantine_or_noted():
    desk = built(
        {
            "tickets": [ticket("t1"), ticket("t2", bot_outcome="guessed")],
            "zendesk.ticket": [
                zendesk_ticket(1),
                zendesk_ticket(2, created_at="never"),
                zendesk_ticket(3, status="deleted"),
            ],
            "zendesk.user": USERS,
            "zendesk.ticket_comment": [
                comment(1, "2026-01-12 10:00:00", 900),
                comment(2, "2026-01-12 10:00:00", 900, ticket_id=3),
            ],
            "intercom.conversation_history": [
                conversation(1, _fivetran_active="false"),
                conversation(1),
            ],
            "intercom.conversation_part_history": [
                intercom_part(1, "2026-01-12 10:01:00", "admin")
            ],
        },
        helpdesks=["contract", "zendesk", "intercom"],
        upto=["check_rows_reconciled", "check_staging_keys", "helpdesk_rows"],
    )
    assert (
        desk.rows("from check_rows_reconciled union all from check_staging_keys") == []
    )
    assert desk.rows(
        "select table_name, rows_read, rows_staged, rows_quarantined from data_quality"
        " where table_name in ('tickets', 'messages') order by 1"
    ) == [("messages", 4, 3, 1), ("tickets", 5, 3, 2)]
    assert desk.rows(
        "select table_name, sum(helpdesk_rows.row_count)"
        " = any_value(inventory.row_count)"
        " from helpdesk_rows join raw.inventory using (table_name) group by all"
        " order by 1"
    ) == [
        ("intercom.conversation_history", True),
        ("intercom.conversation_part_history", True),
        ("zendesk.ticket", True),
    ]


def test_rows_of_one_database_file_do_not_share_a_place(tmp_path):
    lake = DuckDBEngine(tmp_path / "lake.duckdb")
    csv = write(
        tmp_path / "csv",
        {
            "tickets": [ticket("t1")],
            "zendesk.ticket": [zendesk_ticket(1)],
            "zendesk.user": USERS,
            "zendesk.ticket_comment": [comment(1, "2026-01-12 10:00:00", 900)],
            "zendesk.ticket_chat": [{"chat_id": "chat", "ticket_id": 1}],
            "zendesk.ticket_chat_event": [
                {
                    "chat_id": "chat",
                    "created_at": "2026-01-12 10:00:05",
                    "actor_id": "900",
                    "type": "ChatMessage",
                }
            ],
        },
    )
    lake.execute("create schema zendesk")
    for file in csv.rglob("*.csv"):
        schema = "zendesk" if file.parent.name == "zendesk" else "main"
        lake.execute(f"create table {schema}.{lake.quote(file.stem)} as from '{file}'")
    lake.close()
    desk = warehouse(
        raw=tmp_path / "lake.duckdb",
        seeds={"bot_identities": [identity("zendesk", "channel", "*")]},
        variables={"helpdesks": ["contract", "zendesk"]},
        upto=["stg_messages"],
    )
    assert desk.value("select count(*) from stg_tickets") == 2
    assert desk.rows("select raw_file, raw_row from contract_messages order by 1") == [
        ("lake.duckdb#ticket_chat_event", 1),
        ("lake.duckdb#ticket_comment", 1),
    ]
    assert desk.value("select count(*) from stg_messages") == 2


def test_an_event_is_held_against_the_landing_of_its_own_helpdesk():
    desk = built(EVERY_TICKET, helpdesks=["contract", "zendesk"], upto=TICKETS)
    faults = "select ticket_id, fault from stg_tickets_typed order by 1"
    early = "update raw.inventory set landed_at = timestamp '2026-01-01' where"
    desk.engine.execute(f"{early} table_name = 'tickets'")
    assert desk.rows(faults) == [("t1", None), ("zendesk:1", None)]
    desk.engine.execute(f"{early} table_name = 'zendesk.ticket'")
    assert desk.rows(faults) == [
        ("t1", "time_disorder"),
        ("zendesk:1", "time_disorder"),
    ]


def test_as_of_an_earlier_day_the_answer_has_not_come():
    tables = {
        "zendesk.ticket": [zendesk_ticket(1)],
        "zendesk.ticket_field_history": [
            change("satisfaction_score", "2026-01-13 10:00:00", "offered"),
            change("satisfaction_score", "2026-01-13 12:00:00", "good"),
            change("satisfaction_score", "2026-01-14 12:00:00", "bad"),
        ],
    }
    scores = {}
    for day in ("2026-01-13 11:00", "2026-01-14", "2026-01-15"):
        desk = built(
            tables,
            helpdesks=["zendesk"],
            upto=["stg_surveys"],
            variables={"as_of": day},
        )
        scores[day] = desk.rows(
            "select arg_max(score, responded_at) from stg_surveys"
        ).pop()[0]
    assert scores == {"2026-01-13 11:00": None, "2026-01-14": 1, "2026-01-15": 0}


def linked(links, **tables):
    return built(
        {
            "tickets": [
                ticket(
                    "chat 1",
                    bot_attempted=True,
                    bot_outcome="assumed",
                    customer_id="",
                    resolved_at="2026-01-12 10:10:00",
                )
            ],
            "messages": [
                {
                    "message_id": "m1",
                    "ticket_id": "chat 1",
                    "sent_at": "2026-01-12 10:00:00",
                    "author": "customer",
                }
            ],
            "zendesk.ticket": [
                zendesk_ticket(
                    1,
                    created_at="2026-01-12 10:05:00",
                    custom_agent_asked_restate="true",
                ),
                zendesk_ticket(2, custom_agent_asked_restate=""),
            ],
            "zendesk.user": USERS,
            "zendesk.ticket_comment": [comment(1, "2026-01-12 11:00:00", 700)],
            "zendesk.ticket_field_history": [
                change("status", "2026-01-13 10:00:00", "solved"),
                change("satisfaction_score", "2026-01-13 11:00:00", "bad"),
            ],
            "links.conversation_links": links,
            **tables,
        },
        helpdesks=["contract", "zendesk"],
        upto=["int_ticket_facts", "helpdesk_rows", "check_rows_reconciled"],
    )


def test_a_bots_conversation_and_the_ticket_it_became_are_one_contact():
    desk = linked([{"conversation_id": "chat 1", "ticket_id": "zendesk:1"}])
    assert desk.rows(
        "select ticket_id, customer_id, resolved_at, bot_outcome, exclusion"
        " from stg_tickets order by 1"
    ) == [
        ("chat 1", "zendesk:900", datetime(2026, 1, 13, 10), "escalated", None),
        ("zendesk:1", "zendesk:900", datetime(2026, 1, 13, 10), None, "merged"),
        ("zendesk:2", "zendesk:900", None, None, None),
    ]
    assert desk.rows(
        "select is_counted, is_escalated, first_escalated_at, is_context_lost,"
        " has_agent_turn, is_resolution_satisfied"
        " from int_ticket_facts where ticket_id = 'chat 1'"
    ) == [(True, True, datetime(2026, 1, 12, 10, 5), True, True, False)]
    assert desk.value("select count(*) from int_ticket_facts where is_counted") == 2
    assert desk.rows("from check_rows_reconciled") == []


def test_a_link_to_nothing_merges_nothing_and_is_noted():
    desk = linked(
        [
            {"conversation_id": "chat 1", "ticket_id": "zendesk:99"},
            {"conversation_id": "chat 99", "ticket_id": "zendesk:2"},
            {"conversation_id": "zendesk:2", "ticket_id": "zendesk:2"},
        ]
    )
    assert desk.value("select count(*) from int_ticket_facts where is_counted") == 3
    assert desk.rows(
        "select fate, row_count from helpdesk_rows"
        " where table_name = 'links.conversation_links'"
    ) == [("unmatched", 3)]


def test_no_link_leads_on_from_a_ticket_that_was_handed_over():
    desk = linked(
        [
            {"conversation_id": "chat 1", "ticket_id": "zendesk:1"},
            {"conversation_id": "zendesk:1", "ticket_id": "zendesk:2"},
        ]
    )
    assert desk.rows("select ticket_id, exclusion from stg_tickets order by 1") == [
        ("chat 1", None),
        ("zendesk:1", "merged"),
        ("zendesk:2", None),
    ]


def test_a_conversation_with_two_tickets_ends_with_the_first():
    desk = linked(
        [
            {"conversation_id": "chat 1", "ticket_id": "zendesk:2"},
            {"conversation_id": "chat 1", "ticket_id": "zendesk:1"},
        ],
        **{
            "zendesk.ticket": [
                zendesk_ticket(2, created_at="2026-01-12 10:05:00"),
                zendesk_ticket(1, created_at="2026-01-14 10:05:00"),
            ],
            "zendesk.ticket_field_history": [
                change("status", "2026-01-13 10:00:00", "solved", ticket_id=2),
                change("status", "2026-01-15 10:00:00", "solved", ticket_id=1),
            ],
        },
    )
    assert desk.rows("select ticket_id, resolved_at from stg_tickets order by 1") == [
        ("chat 1", datetime(2026, 1, 13, 10)),
        ("zendesk:1", datetime(2026, 1, 15, 10)),
        ("zendesk:2", datetime(2026, 1, 13, 10)),
    ]


def test_a_signed_scale_is_satisfied_from_its_own_limit():
    # Freshdesk rates -103 .. 103; 101 is the first happy one.
    scores = {-103: False, 100: False, 101: True, 103: True}
    desk = warehouse(
        tickets=[ticket(f"t{score}") for score in scores],
        surveys=[
            {
                "survey_id": f"s{score}",
                "ticket_id": f"t{score}",
                "sent_at": "2026-01-12 12:00:00",
                "responded_at": "2026-01-12 13:00:00",
                "score": score,
                "scale_min": -103,
                "scale_max": 103,
                "satisfied_from": 101,
                "instrument": "freshdesk",
            }
            for score in scores
        ],
        seeds=SEEDS,
        upto=["int_ticket_facts"],
    )
    assert desk.rows(
        "select ticket_id, is_resolution_satisfied from int_ticket_facts order by 1"
    ) == sorted((f"t{score}", satisfied) for score, satisfied in scores.items())
