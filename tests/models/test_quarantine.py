"""What is published of refused rows, and the checks that stop a publish."""

import json
from hashlib import md5

import pytest

from tests.models.staging_rows import GOOD, good, key_of
from tests.support.warehouse import Warehouse, warehouse

SECRET = 'My "card" ends in 4711,\n\\ and 💳.'


@pytest.fixture(scope="module")
def refused() -> Warehouse:
    call = good("tool_calls", ticket_id="x", arguments=SECRET, result=None)
    return warehouse(
        tickets=[good("tickets"), good("tickets", ticket_id="t2", opened_at="soon")],
        messages=[good("messages", author="robot", body=SECRET)],
        tool_calls=[call],
        upto=["quarantine"],
    )


def published(built: Warehouse, table: str) -> dict[str, object]:
    text = built.value(f"select row_json from quarantine where table_name = '{table}'")
    return json.loads(text)


def test_a_refused_row_is_published_with_the_text_of_every_column(refused):
    row = published(refused, "tickets")
    assert row["opened_at"] == "soon"
    assert row["bot_attempted"] == "true"
    assert row["segment"] is None
    assert list(row) == [
        name
        for name, *_ in refused.rows("describe raw.tickets")
        if not name.startswith("raw_")
    ]


def test_free_text_is_published_as_its_length_and_md5_only(refused):
    digest = {"length": len(SECRET), "md5": md5(SECRET.encode()).hexdigest()}
    assert published(refused, "messages")["body"] == digest
    call = published(refused, "tool_calls")
    assert (call["arguments"], call["result"]) == (digest, None)
    everything = str(refused.rows("select * from quarantine"))
    assert "4711" not in everything


def test_the_full_row_stays_in_the_work_database(refused):
    full = refused.value(
        "select row_json from int_rows_rejected where table_name = 'messages'"
    )
    assert json.loads(full)["body"] == SECRET


def test_a_refused_row_is_found_again_by_file_and_record(refused):
    places = refused.rows(
        "select table_name, row_key, reason, file, file_row from quarantine order by 1"
    )
    assert places == [
        ("messages", "m", "unknown_value", "messages.jsonl", 1),
        ("tickets", "t2", "bad_type", "tickets.jsonl", 2),
        ("tool_calls", "c", "orphan_ticket", "tool_calls.jsonl", 1),
    ]


def test_a_malformed_line_is_counted_and_published_without_its_text(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    line = json.dumps(good("tickets"))
    (raw / "tickets.jsonl").write_text(f"{line}\nmy secret 4711\n", encoding="utf-8")
    built = warehouse(raw=raw, upto=["quarantine", "check_rows_reconciled"])
    assert built.rows("select table_name, row_key, reason from quarantine") == [
        ("tickets", None, "malformed_line")
    ]
    assert published(built, "tickets")["length"] == len("my secret 4711")
    assert "4711" not in str(built.rows("select * from quarantine"))
    assert built.rows(
        "select rows_read, rows_staged, malformed_line_count from data_quality"
        " where table_name = 'tickets'"
    ) == [(2, 1, 1)]
    assert built.rows("select * from check_rows_reconciled") == []


def partly_bad(table: str, bad: int, of: int, **spoilt: object) -> list[dict]:
    """Return this many rows of a table, the first of them spoilt."""
    key = key_of(table)
    rows = [good(table, **{key: f"{key} {number}"}) for number in range(of)]
    return [{**row, **spoilt} for row in rows[:bad]] + rows[bad:]


def stopped(variables=None, **tables) -> dict[str, str]:
    """Return the messages of the rate checks by table."""
    built = warehouse(
        tickets=[good("tickets")],
        variables=variables,
        upto=["check_quarantine_rate", "check_orphan_rate"],
        **tables,
    )
    found = built.rows("from check_quarantine_rate union all from check_orphan_rate")
    return dict(found)


def test_a_publish_stops_over_one_percent_but_never_for_fewer_than_five():
    found = stopped(
        messages=partly_bad("messages", 4, 4, author="robot"),
        citations=partly_bad("citations", 5, 500, document_id=None),
        tool_calls=partly_bad("tool_calls", 5, 499, succeeded="partly"),
    )
    assert found == {
        "tool_calls": "5 of 499 rows of tool_calls are in quarantine, over"
        " max_quarantine_rate (0.01): most often bad_type (5), first in record 1 of"
        " tool_calls.jsonl. All of them: int_rows_rejected in target/work.duckdb."
        " A bad type is a value of another kind or form than its column, such as a"
        " date that is not 2026-03-02. Mend the files or raise the limit."
    }


def test_the_rate_is_a_limit_of_the_team():
    found = stopped(
        {"max_quarantine_rate": 0.2},
        messages=partly_bad("messages", 6, 30, author="robot"),
        citations=partly_bad("citations", 7, 30, document_id=None),
    )
    assert list(found) == ["citations"]


def test_copies_and_orphans_do_not_count():
    found = stopped(
        messages=partly_bad("messages", 10, 10, message_id="m"),
        citations=partly_bad("citations", 6, 10, ticket_id="nobody"),
    )
    assert found == {}


def test_orphans_may_have_a_limit_of_their_own():
    found = stopped(
        {"max_orphan_rate": 0.5},
        messages=partly_bad("messages", 5, 10, ticket_id="nobody"),
        citations=partly_bad("citations", 6, 10, ticket_id="nobody"),
    )
    assert found == {
        "citations": "6 of 10 rows of citations belong to no staged ticket, over"
        " max_orphan_rate (0.5). Extract the tickets of the same dates, or raise the"
        " limit."
    }


def test_what_is_counted_and_what_is_excluded_are_all_staged_tickets():
    tickets = [
        good("tickets", ticket_id="counted"),
        good("tickets", ticket_id="spam", exclusion="spam"),
        good("tickets", ticket_id="spam 2", exclusion="spam", arm="holdout"),
        good("tickets", ticket_id="control", arm="holdout"),
        good("tickets", ticket_id="next week", arm="holdout", opened_at="2026-01-19"),
    ]
    built = warehouse(tickets=tickets, upto=["check_tickets_counted"])
    excluded = built.rows("""
        select cast(week as varchar), reason, ticket_count
        from exclusions order by week, reason
    """)
    assert excluded == [
        ("2026-01-12", "holdout", 1),
        ("2026-01-12", "spam", 2),
        ("2026-01-19", "holdout", 1),
    ]
    assert built.rows("select * from check_tickets_counted") == []


def test_data_quality_has_a_row_for_every_table_present_or_not():
    built = warehouse(
        tickets=[good("tickets"), good("tickets", ticket_id="t2", intent="returns")],
        surveys=[good("surveys", sent_at="2026-02-01", responded_at=None, extra="x")],
        upto=["data_quality"],
    )
    quality = {row["table_name"]: row for row in built.records("from data_quality")}
    assert set(quality) == set(GOOD)
    assert quality["citations"]["is_present"] is False
    assert quality["citations"]["rows_read"] == 0
    assert quality["tickets"]["unmapped_share"] == 50.0
    assert quality["surveys"]["extra_columns"] == "extra"
    assert quality["surveys"]["off_window_survey_count"] == 0
