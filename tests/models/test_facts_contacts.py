"""Repeat contact: who came back, when, and what follows nothing."""

from datetime import datetime, timedelta

import pytest

from tests.models.facts import RESOLVED, case, facts, judge, opened, resolved

NEVER = {"next_contact_at": None, "next_contact_any_at": None}
DAY = resolved(days=1)


def after(**delay):
    """Return both contacts expected this long after the ticket was resolved."""
    moment = RESOLVED + timedelta(**delay)
    return {"next_contact_at": moment, "next_contact_any_at": moment}


def other(opened_at, **changes):
    """Return another ticket of the customer, still open."""
    return {"opened_at": opened_at, "resolved_at": None, **changes}


SOON = resolved(seconds=1)
CASES = {
    "nobody came back": case(NEVER),
    "a day later": case(after(days=1), others=[other(DAY)]),
    "seven days later exactly": case(after(days=7), others=[other(resolved(days=7))]),
    "a year later is a moment too": case(
        after(days=365), others=[other(resolved(days=365))]
    ),
    "at the very moment": case(NEVER, others=[other(resolved())]),
    "a microsecond later": case(
        after(microseconds=1), others=[other(resolved(microseconds=1))]
    ),
    "opened before it was resolved": case(NEVER, others=[other(opened(minutes=30))]),
    "the first of several": case(
        after(days=1),
        others=[other(resolved(days=3)), other(DAY), other(opened()), other(DAY)],
    ),
    "others resolved in between change nothing": case(
        after(days=2),
        others=[
            {"opened_at": opened(minutes=1), "resolved_at": DAY},
            other(resolved(days=2)),
        ],
    ),
    "opened and resolved at one moment": case(
        {**NEVER, "resolved_at": datetime(2026, 1, 5, 9)},
        {"resolved_at": opened()},
        others=[{"resolved_at": opened()}],
    ),
    "another archetype": case(
        {**after(days=2), "next_contact_at": None},
        others=[other(resolved(days=2), intent="returns")],
    ),
    "another archetype before the same": case(
        {**after(days=3), "next_contact_any_at": RESOLVED + timedelta(days=2)},
        others=[other(resolved(days=3)), other(resolved(days=2), intent="returns")],
    ),
    "two unmapped intents are one archetype": case(
        after(days=1), {"intent": "what"}, others=[other(DAY, intent="ever")]
    ),
    "another deployment": case(NEVER, others=[other(DAY, deployment_id="second desk")]),
    "another customer": case(NEVER, others=[other(DAY, customer_id="somebody")]),
    "anonymous": case(
        NEVER,
        {"customer_id": None, "reopened_at": DAY},
        others=[other(DAY, customer_id=None)],
    ),
    "spam follows nothing": case(NEVER, others=[other(DAY, exclusion="spam")]),
    "merged follows nothing": case(NEVER, others=[other(DAY, exclusion="merged")]),
    "holdout follows like any other": case(
        after(days=1), others=[other(DAY, arm="holdout")]
    ),
    "its own reopening": case(after(days=1), {"reopened_at": DAY}),
    "reopened before the next ticket": case(
        after(seconds=1), {"reopened_at": SOON}, others=[other(DAY)]
    ),
    "reopened after the next ticket": case(
        after(seconds=1), {"reopened_at": DAY}, others=[other(SOON)]
    ),
    "reopened at the very moment": case(NEVER, {"reopened_at": resolved()}),
    "reopened before it was resolved": case(NEVER, {"reopened_at": opened(minutes=9)}),
    "an open ticket has no next contact": case(
        NEVER, {"resolved_at": None, "reopened_at": DAY}, others=[other(DAY)]
    ),
    "counted from resolved, not from the close": case(
        after(days=1), {"closed_at": resolved(days=30)}, others=[other(DAY)]
    ),
    "counted from the close where there is nothing else": case(
        {"next_contact_at": RESOLVED + timedelta(days=31)},
        {"resolved_at": None, "closed_at": resolved(days=30)},
        others=[other(DAY), other(resolved(days=31))],
    ),
}
DESK = {
    "launched_on": "2026-01-05",
    "regulated": "false",
    "rollback_owner": "Owner",
    "rollback_contact": "owner@example.com",
    "follow_up_days": "7",
}
DESKS = [{"deployment_id": key, "name": key, **DESK} for key in ("desk", "second desk")]


@pytest.fixture(scope="module")
def found():
    return facts(CASES, seeds={"deployments": DESKS})


@pytest.mark.parametrize("name", CASES)
def test_next_contact(found, name):
    judge(found, name, CASES)
