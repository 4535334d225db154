"""Deflection as others count it, beside ours, on the same tickets."""

import pytest

from tests.support.warehouse import SEEDS, ticket, warehouse

SECOND_DAY = {"opened_at": "2026-01-13 10:00:00", "resolved_at": "2026-01-13 11:00:00"}
DAY_3_SHARP = {"opened_at": "2026-01-15 10:00:00", "resolved_at": "2026-01-15 11:00:00"}
DAY_3_LATE = {"opened_at": "2026-01-15 10:00:01", "resolved_at": "2026-01-15 11:00:00"}
DAY_5 = {"opened_at": "2026-01-16 09:00:00", "resolved_at": "2026-01-16 11:00:00"}


def solved(**columns):
    """Return columns of a ticket that the bot alone resolved at eleven."""
    return {"bot_attempted": True, "bot_outcome": "assumed", **columns}


def of_one(**columns):
    """Return the same of one customer, who has several tickets."""
    return solved(customer_id="c1", **columns)


# Each is a desk of its own, by name.
DESKS = {
    "one of two": [solved(), {}],
    "gave up": [solved(bot_outcome="abandoned")],
    "still open": [solved(resolved_at=None)],
    "escalated": [solved(bot_outcome="escalated")],
    "back after 24 h": [solved(reopened_at="2026-01-13 11:00:00")],
    "back later": [solved(reopened_at="2026-01-13 11:00:01")],
    "back after 72 h": [solved(reopened_at="2026-01-15 11:00:00")],
    "back much later": [solved(reopened_at="2026-01-15 11:00:01")],
    "asked about something else": [of_one(), of_one(intent="returns", **SECOND_DAY)],
    "72 h apart": [of_one(), of_one(**DAY_3_SHARP)],
    "more than 72 h apart": [of_one(), of_one(**DAY_3_LATE)],
    "a chain that ends with a person": [
        of_one(),
        of_one(**SECOND_DAY),
        {"customer_id": "c1", **DAY_5},
        solved(customer_id="c2"),
    ],
    "nobody known": [solved(customer_id=None), solved(customer_id=None)],
}


def build(desks, as_of):
    """Build the mart from tickets by desk."""
    (desk,) = SEEDS["deployments"]
    return warehouse(
        tickets=[
            ticket(f"{name} {number}", deployment_id=name, **columns)
            for name, tickets in desks.items()
            for number, columns in enumerate(tickets)
        ],
        seeds={
            "deployments": [desk | {"deployment_id": name} for name in desks],
            "baselines": [],
        },
        variables={"as_of": as_of},
        upto=["definition_compare"],
    )


@pytest.fixture(scope="module")
def built():
    return build(DESKS, "2026-06-01")


def counts(built, desk, week="2026-01-12"):
    """Return numerator and denominator of each definition."""
    return {
        definition: tuple(found)
        for definition, *found in built.rows(
            "select definition, numerator, denominator from definition_compare"
            f" where week = '{week}' and archetype = 'order_status'"
            f" and deployment_id = '{desk}'"
        )
    }


def test_a_conversation_that_went_well_counts_by_every_definition(built):
    assert counts(built, "one of two") == {
        "no_ticket": (1, 2),
        "silence_72h": (1, 2),
        "no_return_24h": (1, 2),
        "dedup_72h": (1, 2),
        "ours": (1, 2),
        "verified": (1, 2),
    }


def test_giving_up_is_silence_and_only_verified_does_not_count_it(built):
    found = counts(built, "gave up")
    assert found.pop("verified") == (0, 1)
    assert set(found.values()) == {(1, 1)}


def test_an_open_conversation_without_a_person_is_no_ticket_alone(built):
    found = counts(built, "still open")
    assert found["no_ticket"] == found["dedup_72h"] == (1, 1)
    assert found["silence_72h"] == found["no_return_24h"] == found["ours"] == (0, 1)


def test_an_escalated_conversation_counts_by_none(built):
    assert {counted for counted, _ in counts(built, "escalated").values()} == {0}


@pytest.mark.parametrize(
    ("desk", "silent", "away"),
    [
        ("back after 24 h", 0, 0),
        ("back later", 0, 1),
        ("back after 72 h", 0, 1),
        ("back much later", 1, 1),
    ],
)
def test_silence_and_absence_last_to_the_end_of_their_last_hour(
    built, desk, silent, away
):
    found = counts(built, desk)
    assert found["silence_72h"] == (silent, 1)
    assert found["no_return_24h"] == (away, 1)


def test_a_new_conversation_is_a_return_but_no_noise_in_the_old_one(built):
    found = counts(built, "asked about something else")
    assert found["silence_72h"] == (1, 1)
    assert found["no_return_24h"] == (0, 1)
    assert found["verified"] == (1, 1)


@pytest.mark.parametrize(
    ("desk", "contacts"),
    [
        ("72 h apart", (1, 1)),
        ("more than 72 h apart", (2, 2)),
        ("a chain that ends with a person", (1, 2)),
        ("nobody known", (2, 2)),
    ],
)
def test_tickets_within_72_hours_are_one_contact(built, desk, contacts):
    assert counts(built, desk)["dedup_72h"] == contacts


def test_a_week_without_tickets_has_no_rate(built):
    assert built.rows(
        "select distinct numerator, denominator, rate from definition_compare"
        " where deployment_id = 'one of two' and week > date '2026-01-12'"
    ) == [(0, 0, None)]


def test_hours_that_have_not_passed_prove_nothing():
    early = build({"desk": [solved()]}, "2026-01-15 10:59:59")
    found = counts(early, "desk")
    assert found["silence_72h"] == (0, 1)
    assert found["no_return_24h"] == (1, 1)
    assert found["verified"] == (0, 0)
