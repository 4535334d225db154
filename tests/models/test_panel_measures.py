"""One desk, one week, every measure of the catalogue counted by hand."""

import pytest

from tests.models.panel_cells import answered, cell, opened, panel
from tests.support.warehouse import ticket

BOT = {"bot_attempted": True}
EARLY, LATE = "2026-01-12 12:00:00", "2026-01-14 11:00:00"

TICKETS = [
    ticket("confirmed", **BOT, bot_outcome="confirmed", bot_handle_seconds=100),
    ticket("assumed", **BOT, bot_outcome="assumed", bot_handle_seconds=200),
    ticket("abandoned", **BOT, bot_outcome="abandoned", customer_id=None),
    ticket("handed over", **BOT, bot_outcome="escalated", agent_handle_seconds=600),
    ticket("by a row alone", **BOT, agent_handle_seconds=1000),
    ticket("by an agent", agent_handle_seconds=900),
    ticket("open", **BOT, resolved_at=None, bot_handle_seconds=60),
    ticket("refunded", **BOT, bot_outcome="assumed"),
    opened("back in 3 days", "2026-01-15", customer_id="customer of confirmed"),
    opened("back about another", "2026-01-15", intent="returns",
           customer_id="customer of refunded"),
    opened("back in 20 days", "2026-02-01", customer_id="customer of by an agent"),
    ticket("spam", **BOT, exclusion="spam", bot_outcome="confirmed"),
    ticket("kept from the bot", arm="holdout"),
]  # fmt: skip
SURVEYS = [
    answered("confirmed", EARLY, 5),
    answered("assumed", EARLY, 3),
    answered("abandoned", EARLY, None, responded_at=None),
    answered("handed over", EARLY, 4),
    answered("confirmed", LATE, 2),
    answered("assumed", "2026-01-15 11:00:00", 5),
    answered("handed over", LATE, 5),
    answered("by an agent", LATE, None, responded_at=None),
    answered("kept from the bot", EARLY, 1),
]
SCORES = [
    {"ticket_id": name, "scored_at": EARLY, "resolution_quality": quality}
    for name, quality in [("confirmed", 0.9), ("assumed", 0.5)]
]
PASSED = {"intent_passed": True, "account_state_passed": True, "summary_passed": True}
ESCALATIONS = [
    {"escalation_id": "e1", "ticket_id": "handed over",
     "escalated_at": "2026-01-12 10:10:00", **PASSED, "agent_asked_restate": True},
    {"escalation_id": "e2", "ticket_id": "by a row alone",
     "escalated_at": "2026-01-12 10:10:00", **PASSED, "summary_passed": False,
     "agent_asked_restate": False, "packet_acknowledged": False},
]  # fmt: skip
MESSAGES = [
    {"message_id": f"{name} {minute}", "ticket_id": name, "author": author,
     "sent_at": f"2026-01-12 10:{minute}:00", "body": body}
    for name, minute, author, body in [
        ("handed over", 20, "agent", "How can I help?"),
        ("handed over", 21, "customer", "I already told the bot."),
        ("by a row alone", 20, "agent", "Your order is on its way."),
        ("by a row alone", 21, "customer", "Thank you."),
    ]
]  # fmt: skip
REVIEWS = [
    {"reviewed_at": EARLY, "quote": "none", **review}
    for review in [
        {"review_id": "r1", "ticket_id": "confirmed", "finding_class": 2,
         "refund_quoted": 10, "refund_entitled": 10.01},
        {"review_id": "r2", "ticket_id": "assumed", "finding_class": 4,
         "message_id": "m1"},
        {"review_id": "r2", "ticket_id": "assumed", "finding_class": 4,
         "message_id": "m2"},
        {"review_id": "r3", "ticket_id": "handed over", "packet_acknowledged": True},
        {"review_id": "r4", "ticket_id": "refunded", "finding_class": 1,
         "refund_quoted": 50, "refund_entitled": 20},
        {"review_id": "r4", "ticket_id": "refunded", "finding_class": 3},
        {"review_id": "r5", "ticket_id": "by an agent"},
    ]
]  # fmt: skip
REFUNDS = [
    {"refund_id": f"refund {amount}", "ticket_id": "refunded", "paid_at": EARLY,
     "amount": amount, "currency": "USD", "entitled_amount": entitled}
    for amount, entitled in [(50, 20), (10, 0)]
]  # fmt: skip
# Two policy claims of the bot, one after it had retrieved the clause's source.
CLAIMS = [
    {"message_id": f"claim to {ticket_id}", "ticket_id": ticket_id, "author": "bot",
     "sent_at": EARLY, "body": "You can return any item within 30 days."}
    for ticket_id in ("confirmed", "assumed")
]  # fmt: skip
CITATIONS = [
    {"citation_id": "c1", "ticket_id": "confirmed", "cited_at": "2026-01-12 11:59:00",
     "document_id": "kb/returns"},
]  # fmt: skip

# numerator, denominator, value
BY_HAND = {
    "deflection_rate": (4, 10, 40),
    "attempt_rate": (7, 10, 70),
    "containment_rate": (3, 7, 300 / 7),
    "abandonment_rate": (1, 7, 100 / 7),
    "verified_deflection_rate": (2, 8, 25),
    "confirmed_rate": (1, 3, 100 / 3),
    "resolution_csat": (2, 3, 200 / 3),
    "delayed_csat": (2, 3, 200 / 3),
    "bot_csat": (1, 2, 50),
    "bot_delayed_csat": (1, 2, 50),
    "model_csat": (1.4, 2, 70),
    "resolution_response_rate": (3, 4, 75),
    "delayed_response_rate": (3, 4, 75),
    "resolution_coverage": (3, 10, 30),
    "context_loss_rate": (1, 2, 50),
    "handoff_csat": (1, 1, 100),
    "repeat_state_rate": (1, 2, 50),
    "packet_complete_rate": (1, 2, 50),
    "packet_acknowledged_rate": (1, 2, 50),
    "policy_incidents_1": (1, None, 1),
    "policy_incidents_2": (1, None, 1),
    "policy_incidents_3": (1, None, 1),
    "policy_incidents_4": (2, None, 2),
    "refund_accuracy": (1, 2, 50),
    "refund_overquoted": (30, None, 30),
    "refund_overpaid": (40, None, 40),
    "refund_unentitled": (1, 2, 50),
    "qa_sample_rate": (4, 7, 400 / 7),
    "grounded_quote_rate": (1, 2, 50),
    "bot_handle_time": (360, 3, 120),
    "escalated_handle_time": (1600, 2, 800),
    "repeat_contact_7d": (1, 8, 12.5),
    "repeat_contact_30d": (2, 8, 25),
    "repeat_contact_any_7d": (2, 8, 25),
}


@pytest.fixture(scope="module")
def built():
    return panel(
        TICKETS,
        surveys=SURVEYS,
        model_scores=SCORES,
        escalations=ESCALATIONS,
        messages=MESSAGES + CLAIMS,
        qa_reviews=REVIEWS,
        refunds=REFUNDS,
        citations=CITATIONS,
    )


@pytest.mark.parametrize("measure", BY_HAND)
def test_a_measure_is_what_a_person_counts(built, measure):
    found = cell(built, measure)

    numerator, denominator, value = BY_HAND[measure]
    assert float(found["numerator"]) == pytest.approx(numerator)
    assert found["denominator"] == denominator
    assert found["value"] == pytest.approx(value)


def test_every_measure_of_the_catalogue_is_counted_by_hand_here(built):
    measures = {name for (name,) in built.rows("select measure from kpis")}

    assert measures == set(BY_HAND)


def test_a_measure_needs_its_row_in_the_catalogue_and_its_formula(built):
    formulas = {
        name for (name,) in built.rows("select measure from int_measure_counts")
    }

    assert formulas == {name for (name,) in built.rows("select measure from kpis")}


def test_every_feed_of_the_catalogue_is_one_that_is_looked_for(built):
    known = {name for (name,) in built.rows("select feed from int_feeds")}
    needed = {
        feed
        for (needs,) in built.rows("select feed from kpis")
        for need in needs.split(" ")
        for feed in need.split("|")
    }

    assert needed == known


@pytest.mark.parametrize(
    ("came_back_at", "followed"),
    [("2026-01-19 11:00:00", 1), ("2026-01-19 11:00:01", 0)],
)
def test_a_week_to_come_back_in_ends_to_the_second(came_back_at, followed):
    built = panel(
        [
            ticket("first", customer_id="c"),
            ticket("next", customer_id="c", opened_at=came_back_at, resolved_at=None),
        ]
    )

    assert cell(built, "repeat_contact_7d")["numerator"] == followed


@pytest.mark.parametrize(
    ("as_of", "denominator"),
    [("2026-01-19 11:00:00", 1), ("2026-01-19 10:59:59", 0)],
)
def test_repeat_contact_waits_until_the_window_has_passed(as_of, denominator):
    built = panel([ticket("t", **BOT, bot_outcome="assumed")], as_of=as_of)

    assert cell(built, "repeat_contact_7d")["denominator"] == denominator
    assert cell(built, "verified_deflection_rate")["denominator"] == denominator


def test_a_holdout_ticket_stands_in_no_measure_but_beside_it():
    surveys = [answered("bot", EARLY, 5), answered("kept", EARLY, 1)]
    tickets = [ticket("bot", **BOT), ticket("kept", arm="holdout")]

    found = cell(panel(tickets, surveys=surveys), "bot_csat")

    assert (found["s1"], found["n1"]) == (1, 1)
    assert (found["holdout_s0"], found["holdout_n0"]) == (0, 1)
