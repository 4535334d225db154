"""Facts of a random, crowded desk against the definitions said again in plain Python.

Few customers, few moments and few ids on purpose: ties and shared customers abound.
"""

import random
from datetime import datetime, timedelta

import pytest

from tests.support.warehouse import warehouse

START = datetime(2026, 1, 5)
TICKETS = 600
PHRASE = "already told you"


def moment(chance, hours):
    """Return one of few moments, so that many events fall on the same."""
    return START + timedelta(hours=chance.randrange(hours))


def random_ticket(chance, number):
    """Return a ticket of one of few customers."""
    opened_at = moment(chance, 96)
    resolved_at = opened_at + timedelta(hours=chance.randrange(48))
    is_open = chance.random() < 0.1
    return {
        "ticket_id": f"t{number:04}",
        "deployment_id": "desk",
        "customer_id": chance.choice([None, *"abcdefghijklmnopqrstuvwxyz"]),
        "intent": chance.choice(["order_status", "returns", "something else"]),
        "opened_at": opened_at,
        "resolved_at": None if is_open else resolved_at,
        "reopened_at": chance.choice([None, None, moment(chance, 96)]),
        "bot_attempted": True,
        "arm": chance.choice([None, "bot", "holdout"]),
        "exclusion": chance.choice([None, None, None, "spam"]),
    }


def random_message(chance, number, ticket):
    """Return a message around the ticket's one escalation."""
    return {
        "message_id": f"m{number:05}",
        "ticket_id": ticket["ticket_id"],
        "sent_at": ticket["opened_at"] + timedelta(minutes=chance.randrange(30)),
        "author": chance.choice(["customer", "agent", "bot", "system"]),
        "body": chance.choice(["fine", "thanks", f"I {PHRASE.upper()}"]),
    }


def random_survey(chance, number, ticket):
    """Return a survey, answered or not, in or off the windows."""
    sent_at = ticket["opened_at"] + timedelta(hours=chance.choice([1, 60, 80, 130]))
    is_answered = chance.random() < 0.7
    return {
        "survey_id": f"s{number:05}",
        "ticket_id": ticket["ticket_id"],
        "sent_at": sent_at,
        "responded_at": sent_at + timedelta(hours=3) if number % 2 else None,
        "score": chance.randint(1, 5) if is_answered else None,
        "scale_min": 1,
        "scale_max": 5,
    }


def next_contact(ticket, tickets, same):
    """Return the first opening or own reopening after the ticket was resolved."""
    if ticket["customer_id"] is None or ticket["resolved_at"] is None:
        return None
    openings = [
        other["opened_at"]
        for other in tickets
        if other["exclusion"] is None
        and all(other[column] == ticket[column] for column in same)
    ]
    later = [
        at
        for at in (*openings, ticket["reopened_at"])
        if at is not None and at > ticket["resolved_at"]
    ]
    return min(later, default=None)


def repeats(ticket, messages, escalated_at):
    """Return whether an agent wrote, and the customer repeated within three turns."""
    turns, before, is_said = 0, "customer", False
    for message in sorted(
        messages, key=lambda one: (one["sent_at"], one["message_id"])
    ):
        author = message["author"]
        if message["sent_at"] <= escalated_at or author not in ("customer", "agent"):
            continue
        turns += author == "agent" and before != "agent"
        is_said |= (
            author == "customer" and turns <= 3 and PHRASE in message["body"].lower()
        )
        before = author
    return turns > 0, turns > 0 and is_said


def satisfied(ticket, surveys, low, high):
    """Return the latest answer sent this many hours after the resolution, if any."""
    answers = [
        ((survey["responded_at"] or survey["sent_at"], survey["survey_id"]), survey)
        for survey in surveys
        if ticket["resolved_at"] is not None
        and survey["score"] is not None
        and low <= (survey["sent_at"] - ticket["resolved_at"]) / timedelta(hours=1)
        and (survey["sent_at"] - ticket["resolved_at"]) / timedelta(hours=1) <= high
    ]
    return max(answers)[1]["score"] >= 4 if answers else None


@pytest.fixture(scope="module")
def desk():
    chance = random.Random(7)
    tickets = [random_ticket(chance, number) for number in range(TICKETS)]
    some = [chance.choice(tickets) for _ in range(3000)]
    return {
        "tickets": tickets,
        "messages": [random_message(chance, n, t) for n, t in enumerate(some)],
        "surveys": [random_survey(chance, n, t) for n, t in enumerate(some[:1500])],
        "escalations": [
            {
                "escalation_id": ticket["ticket_id"],
                "ticket_id": ticket["ticket_id"],
                "escalated_at": ticket["opened_at"] + timedelta(minutes=5),
            }
            for ticket in tickets
        ],
    }


@pytest.fixture(scope="module")
def found(desk):
    return build(desk)


def build(desk):
    """Return the facts by ticket."""
    phrases = [{"phrase": PHRASE, "language": "en"}]
    seeds = {"restate_phrases": phrases}
    built = warehouse(**desk, seeds=seeds, upto=["int_ticket_facts"])
    records = built.records("select * from int_ticket_facts")
    return {record["ticket_id"]: record for record in records}


def of(ticket, rows):
    """Return the rows of this ticket."""
    return [row for row in rows if row["ticket_id"] == ticket["ticket_id"]]


def mapped(ticket):
    """Return the ticket with its archetype in the place of its intent."""
    known = ("order_status", "returns")
    return {**ticket, "intent": ticket["intent"] if ticket["intent"] in known else None}


def test_next_contacts(desk, found):
    tickets = [mapped(ticket) for ticket in desk["tickets"]]
    counted = [ticket for ticket in tickets if ticket["exclusion"] is None]

    for ticket in counted:
        facts = found[ticket["ticket_id"]]
        same = next_contact(ticket, tickets, ("customer_id", "intent"))
        any_other = next_contact(ticket, tickets, ("customer_id",))
        assert facts["next_contact_at"] == same
        assert facts["next_contact_any_at"] == any_other


def test_agent_turns_and_repeats(desk, found):
    for ticket in desk["tickets"]:
        facts = found[ticket["ticket_id"]]
        escalated_at = ticket["opened_at"] + timedelta(minutes=5)
        expected = repeats(ticket, of(ticket, desk["messages"]), escalated_at)
        assert (facts["has_agent_turn"], facts["has_repeat_state"]) == expected


def test_answers(desk, found):
    just_under_48 = 48 - 1e-9
    for ticket in desk["tickets"]:
        facts = found[ticket["ticket_id"]]
        surveys = of(ticket, desk["surveys"])
        resolution = satisfied(ticket, surveys, float("-inf"), just_under_48)
        assert facts["is_resolution_satisfied"] == resolution
        assert facts["is_delayed_satisfied"] == satisfied(ticket, surveys, 48, 72)


def test_the_order_of_rows_does_not_matter(desk, found):
    chance = random.Random(8)

    shuffled = {name: chance.sample(rows, len(rows)) for name, rows in desk.items()}

    assert build(shuffled) == found
