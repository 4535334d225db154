"""What became of a ticket: counted, resolved, escalated, deflected, contained."""

from datetime import date, datetime

import pytest

from tests.models.facts import case, facts, judge, opened, resolved

A_MONTH_LATER = resolved(days=30)
ESCALATION = {"escalated_at": opened(minutes=5)}
OPEN = {"resolved_at": None}
FLAGS = ("is_deflected", "is_contained", "is_confirmed", "is_assumed", "is_abandoned")


def flags(*names):
    """Return every outcome flag: the named ones true, the others false."""
    return {flag: flag in names for flag in FLAGS}


CASES = {
    "resolved_at wins over the automatic close": case(
        {"resolved_at": datetime(2026, 1, 5, 10), "is_resolved": True},
        {"closed_at": A_MONTH_LATER},
    ),
    "closed_at stands in for resolved_at": case(
        {"resolved_at": datetime(2026, 2, 4, 10), "is_resolved": True},
        {**OPEN, "closed_at": A_MONTH_LATER},
    ),
    "closed only is deflected": case(
        flags("is_deflected", "is_contained", "is_assumed"),
        {**OPEN, "closed_at": A_MONTH_LATER, "bot_outcome": "assumed"},
    ),
    "open is never deflected": case({"is_resolved": False, **flags()}, OPEN),
    "the outcome of an open ticket is not read": case(
        {"outcome": None, **flags()}, {**OPEN, "bot_outcome": "confirmed"}
    ),
    "nor does it escalate": case(
        {"is_escalated": False, "has_escalation": False},
        {**OPEN, "bot_outcome": "escalated"},
    ),
    "an escalation row escalates an open ticket": case(
        {"is_escalated": True, "has_escalation": True, "is_resolved": False},
        OPEN,
        escalations=[ESCALATION],
    ),
    "the outcome escalates without a row": case(
        {"is_escalated": True, "has_escalation": False, **flags()},
        {"bot_outcome": "escalated"},
    ),
    "the first of two escalations": case(
        {"first_escalated_at": datetime(2026, 1, 5, 9, 5)},
        escalations=[{"escalated_at": opened(minutes=50)}, ESCALATION],
    ),
    "an escalation row outweighs a confirmed outcome": case(
        {"is_escalated": True, **flags()},
        {"bot_outcome": "confirmed"},
        escalations=[ESCALATION],
    ),
    "an escalation row outweighs an abandoned outcome": case(
        flags(), {"bot_outcome": "abandoned"}, escalations=[ESCALATION]
    ),
    "confirmed": case(
        flags("is_deflected", "is_contained", "is_confirmed"),
        {"bot_outcome": "confirmed"},
    ),
    "assumed": case(
        flags("is_deflected", "is_contained", "is_assumed"),
        {"bot_outcome": "assumed"},
    ),
    "abandoned is deflected all the same": case(
        flags("is_deflected", "is_abandoned"), {"bot_outcome": "abandoned"}
    ),
    "no outcome": case({"outcome": None, **flags("is_deflected")}),
    "not attempted": case({"is_attempted": False, **flags()}, {"bot_attempted": False}),
    "not attempted whatever its outcome": case(
        flags(), {"bot_attempted": False, "bot_outcome": "confirmed"}
    ),
    "no arm reads as bot": case({"arm": "bot", "is_counted": True}),
    "holdout": case({"arm": "holdout", "is_counted": False}, {"arm": "holdout"}),
    "spam": case({"exclusion": "spam", "is_counted": False}, {"exclusion": "spam"}),
    "test": case({"exclusion": "test", "is_counted": False}, {"exclusion": "test"}),
    "merged": case({"is_counted": False}, {"exclusion": "merged"}),
    "anonymous": case({"has_customer": False}, {"customer_id": None}),
    "known": case({"has_customer": True}),
    "last microsecond of a sunday": case(
        {"week": date(2025, 12, 29)}, {"opened_at": "2026-01-04 23:59:59.999999"}
    ),
    "monday midnight": case(
        {"week": date(2026, 1, 5)}, {"opened_at": "2026-01-05 00:00:00"}
    ),
}
ELSEWHERE = {
    "sunday night in new york": case(
        {"week": date(2025, 12, 29)}, {"opened_at": "2026-01-05 04:59:59"}
    ),
    "monday midnight in new york": case(
        {"week": date(2026, 1, 5)}, {"opened_at": "2026-01-05 05:00:00"}
    ),
}


@pytest.fixture(scope="module")
def found():
    return facts(CASES)


@pytest.mark.parametrize("name", CASES)
def test_outcome(found, name):
    judge(found, name, CASES)


def test_every_staged_ticket_is_one_row(found):
    assert set(found) == set(CASES)


def test_the_week_turns_where_the_week_timezone_says():
    found = facts(ELSEWHERE, variables={"week_timezone": "America/New_York"})

    for name in ELSEWHERE:
        judge(found, name, ELSEWHERE)
