"""Not instrumented is not zero: what a panel says of feeds that do not come in.

Every case is a deployment of its own with one ticket, all built at once.
"""

from datetime import date

import pytest

from tests.models.panel_cells import WEEK, answered, desks, panel
from tests.support.warehouse import ticket

AT = "2026-01-12 12:00:00"
ESCALATION = {"escalation_id": "e", "escalated_at": AT}
REVIEW = {"review_id": "r", "reviewed_at": AT, "quote": "none"}
REFUND = {"refund_id": "f", "paid_at": AT, "amount": 1, "currency": "USD"}
FLAGS = {"intent_passed": True, "account_state_passed": True, "summary_passed": True}
OUTCOME = {"bot_attempted": True, "bot_outcome": "escalated"}
KEYS = ("survey_id", "escalation_id", "review_id", "refund_id", "message_id")

ALWAYS = {"deflection_rate", "attempt_rate"}
FOLLOWED = {"repeat_contact_7d", "repeat_contact_30d", "repeat_contact_any_7d"}
CONTAINED = {"containment_rate", "abandonment_rate", "confirmed_rate"}
TICKETS = ALWAYS | FOLLOWED
OUTCOMES = TICKETS | CONTAINED | {"verified_deflection_rate"}
SURVEYED = {
    "resolution_csat", "delayed_csat", "bot_csat", "bot_delayed_csat",
    "resolution_response_rate", "delayed_response_rate", "resolution_coverage",
}  # fmt: skip
REVIEWED = {"qa_sample_rate", *[f"policy_incidents_{number}" for number in range(1, 5)]}


def survey(score):
    return answered("", AT, score, responded_at=AT if score else None)


def message(author, body="text"):
    return {"message_id": author, "sent_at": AT, "author": author, "body": body}


# The changes to a plain ticket, its children, and what can be measured.
CASES = {
    "nothing but a ticket": ({}, {}, TICKETS),
    "anonymous": ({"customer_id": None}, {}, ALWAYS),
    "an outcome": (OUTCOME, {}, OUTCOMES),
    "an anonymous outcome": (
        OUTCOME | {"customer_id": None}, {}, ALWAYS | CONTAINED,
    ),
    "an answer": ({}, {"surveys": [survey(5)]}, TICKETS | SURVEYED),
    "an answer and an outcome": (
        OUTCOME, {"surveys": [survey(5)]}, OUTCOMES | SURVEYED | {"handoff_csat"},
    ),
    "a survey without an answer": ({}, {"surveys": [survey(None)]}, TICKETS),
    "a model score": (
        {}, {"model_scores": [{"scored_at": AT, "resolution_quality": 1}]},
        TICKETS | {"model_csat"},
    ),
    "a bare escalation": ({}, {"escalations": [ESCALATION]}, TICKETS),
    "a packet": (
        {}, {"escalations": [ESCALATION | FLAGS]}, TICKETS | {"packet_complete_rate"},
    ),
    "a packet that lacks a flag": (
        {}, {"escalations": [ESCALATION | FLAGS | {"summary_passed": None}]}, TICKETS,
    ),
    "a restate flag": (
        {}, {"escalations": [ESCALATION | {"agent_asked_restate": False}]},
        TICKETS | {"context_loss_rate"},
    ),
    "an acknowledged packet": (
        {}, {"escalations": [ESCALATION | {"packet_acknowledged": False}]},
        TICKETS | {"packet_acknowledged_rate"},
    ),
    "a packet that QA saw acknowledged": (
        {}, {"escalations": [ESCALATION],
             "qa_reviews": [REVIEW | {"packet_acknowledged": True}]},
        TICKETS | REVIEWED | {"packet_acknowledged_rate"},
    ),
    "an agent": (
        {}, {"escalations": [ESCALATION], "messages": [message("agent")]},
        TICKETS | {"escalated_handle_time"},
    ),
    "an agent whom nothing was escalated to": (
        {}, {"messages": [message("agent"), message("customer")]}, TICKETS,
    ),
    "an agent and a customer": (
        {}, {"escalations": [ESCALATION],
             "messages": [message("agent"), message("customer")]},
        TICKETS | {"escalated_handle_time", "repeat_state_rate"},
    ),
    "messages without text": (
        {}, {"escalations": [ESCALATION],
             "messages": [message("agent", None), message("customer", None)]},
        TICKETS | {"escalated_handle_time"},
    ),
    "a bot alone": ({}, {"messages": [message("bot")]}, TICKETS),
    "a bot and a customer": (
        {}, {"messages": [message("bot"), message("customer")]},
        TICKETS | {"bot_handle_time"},
    ),
    "given handle times": (
        OUTCOME | {"bot_handle_seconds": 1, "agent_handle_seconds": 1}, {},
        OUTCOMES | {"bot_handle_time", "escalated_handle_time"},
    ),
    "a review": ({}, {"qa_reviews": [REVIEW]}, TICKETS | REVIEWED),
    "a review of a refund": (
        {}, {"qa_reviews": [REVIEW | {"refund_quoted": 1, "refund_entitled": 1}]},
        TICKETS | REVIEWED | {"refund_accuracy", "refund_overquoted"},
    ),
    "a refund": (
        {}, {"refunds": [REFUND]}, TICKETS | {"refund_overpaid", "refund_unentitled"},
    ),
    "the answer of an excluded ticket": (
        {"exclusion": "spam"}, {"surveys": [survey(5)]}, TICKETS | SURVEYED,
    ),
}  # fmt: skip


def owned(name, row):
    """Return a child row as one of the case's ticket, its key made its own."""
    keys = {key: f"{name}: {row[key]}" for key in KEYS if key in row}
    return {**row, **keys, "ticket_id": name}


@pytest.fixture(scope="module")
def built():
    tables = {}
    for name, (_, children, _) in CASES.items():
        for table, rows in children.items():
            tables.setdefault(table, []).extend(owned(name, row) for row in rows)
    tickets = [
        ticket(name, deployment_id=name, **changes)
        for name, (changes, _, _) in CASES.items()
    ]
    return panel(
        tickets, seeds={"deployments": desks(*CASES)}, upto="panel_weekly", **tables
    )


@pytest.mark.parametrize("name", CASES)
def test_a_deployment_measures_what_its_own_feeds_carry(built, name):
    _, _, expected = CASES[name]

    found = built.rows(
        "select measure from int_measures_instrumented"
        f" where is_instrumented and deployment_id = '{name}'"
    )

    assert {measure for (measure,) in found} == expected


def test_what_is_not_instrumented_has_no_numbers_and_says_so(built):
    assert built.rows(
        "select deployment_id, numerator, denominator, value, rolling, baseline_n,"
        " status from panel_weekly where measure = 'resolution_csat'"
        f" and slice = 'all' and week = '{WEEK}'"
        " and deployment_id in ('an answer', 'a packet') order by deployment_id"
    ) == [
        ("a packet", None, None, None, None, None, "not_instrumented"),
        ("an answer", 1, 1, 100, 100, 0, "unjudged"),
    ]


def test_not_instrumented_goes_before_baseline_and_pending():
    tickets = [ticket("before", opened_at="2025-12-29 10:00:00", resolved_at=None)]

    built = panel(tickets, as_of="2026-01-12 23:00:00", upto="panel_weekly")

    first, second, third = (date(2025, 12, 29), date(2026, 1, 5), date(2026, 1, 12))
    assert built.rows(
        "select week, is_mature, status, measure from panel_weekly"
        " where measure in ('attempt_rate', 'bot_csat') and slice = 'all'"
        " order by measure, week"
    ) == [
        (first, True, "baseline", "attempt_rate"),
        (second, True, "unjudged", "attempt_rate"),
        (third, False, "pending", "attempt_rate"),
        (first, True, "not_instrumented", "bot_csat"),
        (second, True, "not_instrumented", "bot_csat"),
        (third, False, "not_instrumented", "bot_csat"),
    ]
