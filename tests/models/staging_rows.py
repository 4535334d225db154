"""Raw rows that pass every check, one per table, to be spoiled one column at a time."""

from typing import Any

FUTURE = "2030-01-02 00:00:01"  # a second more than a day after the harness lands

GOOD: dict[str, dict[str, Any]] = {
    "tickets": {
        "ticket_id": "t",
        "deployment_id": "desk",
        "opened_at": "2026-01-12 10:00:00",
        "bot_attempted": True,
    },
    "messages": {
        "message_id": "m",
        "ticket_id": "t",
        "sent_at": "2026-01-12 10:00:00",
        "author": "customer",
        "body": "Where is my parcel?",
    },
    "surveys": {
        "survey_id": "s",
        "ticket_id": "t",
        "sent_at": "2026-01-12 10:00:00",
        "responded_at": "2026-01-12 11:00:00",
        "score": 4,
        "scale_min": 1,
        "scale_max": 5,
    },
    "model_scores": {
        "ticket_id": "t",
        "scored_at": "2026-01-12 10:00:00",
        "resolution_quality": 0.5,
        "confidence": 0.5,
    },
    "escalations": {
        "escalation_id": "e",
        "ticket_id": "t",
        "escalated_at": "2026-01-12 10:00:00",
    },
    "qa_reviews": {
        "review_id": "r",
        "ticket_id": "t",
        "reviewed_at": "2026-01-12 10:00:00",
        "finding_class": 1,
        "message_id": "m",
    },
    "tool_calls": {
        "call_id": "c",
        "ticket_id": "t",
        "called_at": "2026-01-12 10:00:00",
        "tool": "refund",
        "succeeded": True,
        "arguments": "{}",
        "result": "{}",
    },
    "refunds": {
        "refund_id": "f",
        "ticket_id": "t",
        "paid_at": "2026-01-12 10:00:00",
        "amount": 12.5,
        "currency": "USD",
    },
    "entitlements": {"entitlement_id": "n", "ticket_id": "t", "tool": "refund"},
    "citations": {
        "citation_id": "d",
        "ticket_id": "t",
        "cited_at": "2026-01-12 10:00:00",
        "document_id": "returns.md",
    },
}


def good(table: str, **columns: Any) -> dict[str, Any]:
    """Return a row that passes every check, with columns replaced."""
    return {**GOOD[table], **columns}


def key_of(table: str) -> str:
    """Return the column that tells the rows of a table apart."""
    return next(iter(GOOD[table]))


def event_of(table: str) -> str:
    """Return the column with a table's event time."""
    return next(name for name in GOOD[table] if name.endswith("_at"))
