"""Copies, shared keys and orphans: rows that are judged together."""

import json

import pytest

from tests.models.staging_rows import GOOD, good, key_of
from tests.support.warehouse import Warehouse, warehouse


def judged(built: Warehouse, table: str) -> dict[int, str]:
    """Return the reason of every refused row of a table, by its number."""
    return dict(
        built.rows(f"select raw_row, reason from stg_{table}_rejected order by raw_row")
    )


def staged(table: str, *rows, **others) -> Warehouse:
    """Build a table of these rows, with the ticket t unless it is given."""
    tables = {"tickets": [good("tickets")], **others, table: list(rows)}
    return warehouse(**tables, upto=[f"stg_{table}"])


@pytest.fixture(scope="module")
def doubled() -> Warehouse:
    tables = {table: [good(table), good(table), good(table)] for table in GOOD}
    return warehouse(**tables, upto=["int_tables_staged"])


@pytest.mark.parametrize("table", GOOD)
def test_identical_rows_collapse_to_the_first(doubled, table):
    assert judged(doubled, table) == {2: "duplicate_row", 3: "duplicate_row"}
    assert doubled.value(f"select count(*) from stg_{table}") == 1


@pytest.fixture(scope="module")
def clashing() -> Warehouse:
    spoil = {"tickets": "channel", "entitlements": "reference"}
    tables = {
        table: [good(table), {**good(table), spoil.get(table, "ticket_id"): "t2"}]
        for table in GOOD
    }
    tables["tickets"].append(good("tickets", ticket_id="t2"))
    return warehouse(**tables, upto=["int_tables_staged"])


@pytest.mark.parametrize("table", sorted(set(GOOD) - {"model_scores", "tickets"}))
def test_different_rows_with_one_key_all_go(clashing, table):
    assert judged(clashing, table) == {1: "duplicate_key", 2: "duplicate_key"}


def test_a_ticket_with_a_shared_key_takes_its_children_along(clashing):
    assert judged(clashing, "tickets") == {1: "duplicate_key", 2: "duplicate_key"}
    assert judged(clashing, "model_scores") == {1: "orphan_ticket"}


def test_a_model_score_has_no_key_so_two_of_one_moment_stay():
    built = staged(
        "model_scores", good("model_scores"), good("model_scores", confidence=1)
    )
    assert judged(built, "model_scores") == {}


def test_findings_of_one_review_differ_by_class_and_message():
    rows = [
        good("qa_reviews"),
        good("qa_reviews", finding_class=2),
        good("qa_reviews", message_id="m2"),
        good("qa_reviews", finding_class=None, message_id=None),
        good("qa_reviews", finding_class=None, message_id=None, reviewer="Ann"),
    ]
    built = staged("qa_reviews", *rows)
    assert judged(built, "qa_reviews") == {4: "duplicate_key", 5: "duplicate_key"}


def test_a_copy_of_a_row_with_a_shared_key_is_a_copy_first():
    rows = [good("messages"), good("messages"), good("messages", body="Another.")]
    assert judged(staged("messages", *rows), "messages") == {
        1: "duplicate_key",
        2: "duplicate_row",
        3: "duplicate_key",
    }


def test_a_bad_row_does_not_make_its_twin_a_duplicate():
    rows = [
        good("messages"),
        good("messages", author="robot"),
        good("messages", sent_at="soon"),
        good("messages", author=None),
    ]
    assert judged(staged("messages", *rows), "messages") == {
        2: "unknown_value",
        3: "bad_type",
        4: "missing_key",
    }


def test_copies_without_a_key_are_copies_before_they_lack_a_key():
    rows = [good("messages", message_id=None), good("messages", message_id=None)]
    assert judged(staged("messages", *rows), "messages") == {
        1: "missing_key",
        2: "duplicate_row",
    }


def test_copies_of_a_faulty_row_are_copies_but_of_a_bad_type_are_not():
    rows = [
        good("messages", author="robot"),
        good("messages", author="robot"),
        good("messages", sent_at="soon"),
        good("messages", sent_at="soon"),
    ]
    assert judged(staged("messages", *rows), "messages") == {
        1: "unknown_value",
        2: "duplicate_row",
        3: "bad_type",
        4: "bad_type",
    }


def test_rows_are_compared_after_typing():
    rows = [
        good("refunds", amount="12.50", paid_at="2026-01-12T12:00:00+02:00"),
        good("refunds", amount="12.499", paid_at="2026-01-12 10:00:00"),
        good("refunds", amount="12.5", paid_at="2026-01-12 10:00:00Z"),
    ]
    assert judged(staged("refunds", *rows), "refunds") == {
        2: "duplicate_row",
        3: "duplicate_row",
    }


def test_a_default_is_no_value_so_null_and_unknown_are_different_rows():
    rows = [good("tickets"), good("tickets", segment="unknown")]
    built = staged("tickets", *rows)
    assert judged(built, "tickets") == {1: "duplicate_key", 2: "duplicate_key"}


def test_the_key_of_a_refused_row_is_kept_beside_its_reason():
    rows = [good("qa_reviews", quote="bad"), good("qa_reviews", review_id=None)]
    built = staged("qa_reviews", *rows)
    keys = built.rows(
        "select row_key, reason from stg_qa_reviews_rejected order by raw_row"
    )
    assert keys == [("r|1|m", "unknown_value"), ("1|m", "missing_key")]
    assert key_of("qa_reviews") == "review_id"


def test_two_extracts_that_overlap_are_staged_once(tmp_path):
    folder = tmp_path / "raw" / "tickets"
    folder.mkdir(parents=True)
    first, second = good("tickets"), good("tickets", ticket_id="t2")
    changed = good("tickets", ticket_id="t3", channel="chat")
    extracts = {
        "march.jsonl": [second, good("tickets", ticket_id="t3"), first],
        "april.jsonl": [changed, first, second],
    }
    for name, rows in extracts.items():
        lines = (json.dumps(row) for row in rows)
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    built = warehouse(raw=tmp_path / "raw", upto=["stg_tickets"])
    assert built.rows("select ticket_id from stg_tickets order by 1") == [
        ("t",),
        ("t2",),
    ]
    assert built.rows(
        "select raw_file, raw_row, reason from stg_tickets_rejected order by 1, 2"
    ) == [
        ("tickets/april.jsonl", 1, "duplicate_key"),
        ("tickets/march.jsonl", 1, "duplicate_row"),
        ("tickets/march.jsonl", 2, "duplicate_key"),
        ("tickets/march.jsonl", 3, "duplicate_row"),
    ]
