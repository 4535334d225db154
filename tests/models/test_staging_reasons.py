"""Every reason of the quarantine, its boundaries, and which of two comes first."""

import pytest

from tests.models.staging_rows import FUTURE, GOOD, good, key_of
from tests.support.warehouse import Warehouse, warehouse

A_DAY_AFTER_LANDING = "2030-01-02 00:00:00"

# Rows that stand alone: the columns that are spoiled, and where the row ends.
SPOILT = {
    "tickets": [
        ({}, "staged"),
        ({"deployment_id": None}, "missing_key"),
        ({"deployment_id": ""}, "missing_key"),
        ({"opened_at": None}, "missing_key"),
        ({"bot_attempted": None}, "missing_key"),
        ({"bot_attempted": "perhaps"}, "bad_type"),
        ({"opened_at": "yesterday"}, "bad_type"),
        ({"opened_at": "infinity"}, "bad_type"),
        ({"closed_at": "2026-13-01"}, "bad_type"),
        ({"bot_confidence": "high"}, "bad_type"),
        ({"bot_handle_seconds": "1e30"}, "bad_type"),
        ({"deployment_id": "other"}, "unknown_deployment"),
        ({"deployment_id": "Desk"}, "unknown_deployment"),
        ({"resolved_at": "2026-01-12 09:59:59"}, "time_disorder"),
        ({"resolved_at": "2026-01-12 10:00:00"}, "staged"),
        ({"closed_at": "2026-01-12 09:59:59"}, "time_disorder"),
        ({"closed_at": "2026-01-12 10:00:00"}, "staged"),
        ({"reopened_at": FUTURE}, "time_disorder"),
        ({"closed_at": FUTURE}, "time_disorder"),
        ({"closed_at": A_DAY_AFTER_LANDING}, "staged"),
        ({"opened_at": FUTURE}, "time_disorder"),
        ({"bot_confidence": 1}, "staged"),
        ({"bot_confidence": 1.0000004}, "staged"),
        ({"bot_confidence": 1.0000005}, "out_of_range"),
        ({"bot_confidence": -0.1}, "out_of_range"),
        ({"bot_handle_seconds": 0}, "staged"),
        ({"bot_handle_seconds": -0.0000005}, "out_of_range"),
        ({"bot_handle_seconds": -0.0000004}, "staged"),
        ({"agent_handle_seconds": -1}, "out_of_range"),
        ({"bot_outcome": "solved"}, "unknown_value"),
        ({"bot_outcome": "Confirmed"}, "unknown_value"),
        ({"bot_outcome": "abandoned"}, "staged"),
        ({"bot_outcome": ""}, "staged"),
        ({"arm": "control"}, "unknown_value"),
        ({"arm": "holdout"}, "staged"),
        ({"exclusion": "duplicate"}, "unknown_value"),
        ({"exclusion": "merged"}, "staged"),
        ({"channel": "carrier pigeon"}, "staged"),
    ],
    "messages": [
        ({}, "staged"),
        ({"author": None}, "missing_key"),
        ({"ticket_id": None}, "missing_key"),
        ({"sent_at": "soon"}, "bad_type"),
        ({"sent_at": FUTURE}, "time_disorder"),
        ({"author": "robot"}, "unknown_value"),
        ({"body": None}, "staged"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
        ({"ticket_id": "refused"}, "orphan_ticket"),
    ],
    "surveys": [
        ({}, "staged"),
        ({"scale_min": None}, "missing_key"),
        ({"scale_max": None}, "missing_key"),
        ({"score": "good"}, "bad_type"),
        ({"responded_at": "later"}, "bad_type"),
        ({"responded_at": "2026-01-12 09:59:59"}, "time_disorder"),
        ({"responded_at": "2026-01-12 10:00:00"}, "staged"),
        ({"responded_at": FUTURE}, "time_disorder"),
        ({"score": None, "responded_at": None}, "staged"),
        ({"score": None}, "staged"),
        ({"responded_at": None}, "staged"),
        ({"score": 1}, "staged"),
        ({"score": 5}, "staged"),
        ({"score": 0.999}, "out_of_range"),
        ({"score": 5.001}, "out_of_range"),
        ({"score": None, "scale_min": 5}, "out_of_range"),
        ({"score": 4, "scale_min": 5, "scale_max": 1}, "out_of_range"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
    "model_scores": [
        ({"resolution_quality": 0.51}, "staged"),
        ({"resolution_quality": None}, "missing_key"),
        ({"scored_at": None}, "missing_key"),
        ({"resolution_quality": "good"}, "bad_type"),
        ({"scored_at": FUTURE}, "time_disorder"),
        ({"resolution_quality": 1.0000004}, "staged"),
        ({"resolution_quality": 1.0000005}, "out_of_range"),
        ({"confidence": -0.000001}, "out_of_range"),
        ({"confidence": None}, "staged"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
    "escalations": [
        ({}, "staged"),
        ({"escalated_at": None}, "missing_key"),
        ({"summary_passed": "half"}, "bad_type"),
        ({"escalated_at": FUTURE}, "time_disorder"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
    "qa_reviews": [
        ({}, "staged"),
        ({"reviewed_at": None}, "missing_key"),
        ({"finding_class": 1.5}, "bad_type"),
        ({"finding_class": "refund"}, "bad_type"),
        ({"refund_quoted": "ten"}, "bad_type"),
        ({"reviewed_at": FUTURE}, "time_disorder"),
        ({"quote": "wrong"}, "staged"),
        ({"quote": "wrongish"}, "unknown_value"),
        ({"finding_class": 0}, "unknown_value"),
        ({"finding_class": 4}, "staged"),
        ({"finding_class": 5}, "unknown_value"),
        ({"finding_class": None}, "staged"),
        ({"currency": "EUR"}, "staged"),
        ({"currency": "XXX"}, "unknown_value"),
        ({"currency": "usd"}, "unknown_value"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
    "tool_calls": [
        ({}, "staged"),
        ({"succeeded": None}, "missing_key"),
        ({"tool": ""}, "missing_key"),
        ({"succeeded": "partly"}, "bad_type"),
        ({"called_at": FUTURE}, "time_disorder"),
        ({"arguments": "not json"}, "staged"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
    "refunds": [
        ({}, "staged"),
        ({"amount": None}, "missing_key"),
        ({"currency": None}, "missing_key"),
        ({"amount": "all of it"}, "bad_type"),
        ({"entitled_amount": "some"}, "bad_type"),
        ({"paid_at": FUTURE}, "time_disorder"),
        ({"currency": "XXX"}, "unknown_value"),
        ({"currency": "GBP"}, "staged"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
    "entitlements": [
        ({}, "staged"),
        ({"tool": None}, "missing_key"),
        ({"amount": "full"}, "bad_type"),
        ({"amount": None}, "staged"),
        ({"currency": "XXX"}, "unknown_value"),
        ({"currency": None}, "staged"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
    "citations": [
        ({}, "staged"),
        ({"document_id": None}, "missing_key"),
        ({"retrieval_score": "near"}, "bad_type"),
        ({"retrieval_score": 17.5}, "staged"),
        ({"document_updated_at": "long ago"}, "bad_type"),
        ({"document_updated_at": FUTURE}, "staged"),
        ({"cited_at": FUTURE}, "time_disorder"),
        ({"ticket_id": "nobody"}, "orphan_ticket"),
    ],
}

# Tickets with two faults each, in the order of the closed list.
BOTH = [
    ({"opened_at": "soon", "deployment_id": None}, "bad_type"),
    ({"bot_attempted": None, "deployment_id": "other"}, "missing_key"),
    ({"deployment_id": "other", "closed_at": "2026-01-01"}, "unknown_deployment"),
    ({"closed_at": "2026-01-01", "bot_confidence": 2}, "time_disorder"),
    ({"bot_confidence": 2, "arm": "control"}, "out_of_range"),
]
SPOILT["tickets"] += BOTH
SPOILT["messages"] += [({"author": "robot", "ticket_id": "nobody"}, "unknown_value")]

CASES = [
    (table, number, columns, reason)
    for table, cases in SPOILT.items()
    for number, (columns, reason) in enumerate(cases, start=1)
]


def spoilt_rows(table: str) -> list[dict[str, object]]:
    """Return the cases of a table as rows that differ in their keys."""
    key = key_of(table)
    rows = []
    for number, (columns, _) in enumerate(SPOILT[table], start=1):
        own = {} if table == "model_scores" else {key: f"{key} {number}"}
        rows.append({**good(table), **own, **columns})
    return rows


@pytest.fixture(scope="module")
def built() -> Warehouse:
    parents = [good("tickets"), good("tickets", ticket_id="refused", arm="neither")]
    tables = {table: spoilt_rows(table) for table in GOOD}
    tables["tickets"] += parents
    return warehouse(
        **tables, upto=["data_quality", "check_rows_reconciled", "check_staging_keys"]
    )


@pytest.fixture(scope="module")
def reasons(built: Warehouse) -> dict[tuple[str, int], str]:
    found = built.rows("select table_name, raw_row, reason from int_rows_rejected")
    return {(table, row): reason for table, row, reason in found}


@pytest.mark.parametrize(("table", "number", "columns", "reason"), CASES)
def test_a_row_ends_where_the_first_fitting_reason_says(
    reasons, table, number, columns, reason
):
    assert reasons.get((table, number), "staged") == reason


def test_nothing_is_lost_and_nothing_is_doubled(built):
    assert built.rows("select * from check_rows_reconciled") == []
    assert built.rows("select * from check_staging_keys") == []
    lost = """
        select table_name from data_quality
        where rows_read <> rows_staged + rows_quarantined
            or rows_quarantined <> malformed_line_count + bad_type_count
                + duplicate_row_count + missing_key_count + unknown_deployment_count
                + time_disorder_count + out_of_range_count + unknown_value_count
                + duplicate_key_count + orphan_ticket_count
    """
    assert built.rows(lost) == []
    read = dict(built.rows("select table_name, rows_read from data_quality"))
    assert read["messages"] == len(SPOILT["messages"])
    assert read["tickets"] == len(SPOILT["tickets"]) + 2
