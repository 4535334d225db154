"""Handle times: given or derived from messages, capped, never invented."""

from decimal import Decimal

import pytest

from tests.models.facts import case, facts, judge, opened

ESCALATION = {"escalated_at": opened(minutes=10)}


def seconds(text):
    """Return seconds as they are kept: to the microsecond."""
    return None if text is None else Decimal(text).quantize(Decimal("0.000001"))


def bot(expected, *messages, **changes):
    """Return a case about the bot's handle time."""
    return case(
        {"bot_handle_seconds": seconds(expected)}, changes, messages=list(messages)
    )


def agent(expected, *messages, escalations=(), **changes):
    """Return a case about the agents' handle time."""
    return case(
        {"agent_handle_seconds": seconds(expected)},
        changes,
        messages=list(messages),
        escalations=list(escalations),
    )


def said(author, **delay):
    """Return a message this long after the ticket was opened."""
    return {"author": author, "sent_at": opened(**delay), "body": "words"}


TALK = (
    said("bot", seconds=1),
    said("customer", seconds=30),
    said("bot", seconds=60),
    said("customer", seconds=90),
    said("bot", seconds=100, microseconds=1),
    said("customer", seconds=200),
)
CASES = {
    "nothing known": case({"bot_handle_seconds": None, "agent_handle_seconds": None}),
    "bot: as given": bot("12.345678", *TALK, bot_handle_seconds=12.345678),
    "bot: zero is given": bot("0", *TALK, bot_handle_seconds=0),
    "bot: first customer to last bot message": bot("70.000001", *TALK),
    "bot: derived for attempted tickets only": bot(None, *TALK, bot_attempted=False),
    "bot: as given without an attempt": bot(
        "9", bot_attempted=False, bot_handle_seconds=9
    ),
    "bot: never negative": bot(
        None, said("bot", seconds=1), said("customer", seconds=2)
    ),
    "bot: zero when at one moment": bot(
        "0", said("bot", seconds=2), said("customer", seconds=2)
    ),
    "bot: the customer never wrote": bot(None, said("bot", seconds=1)),
    "bot: the bot never wrote": bot(None, said("customer", seconds=1)),
    "bot: at the cap": bot("3600", bot_handle_seconds=3600),
    "bot: given over the cap": bot("3600", bot_handle_seconds=3600.000001),
    "bot: derived over the cap": bot(
        "3600", said("customer", seconds=1), said("bot", hours=9)
    ),
    "agent: as given": agent("7", said("agent", hours=1), agent_handle_seconds=7),
    "agent: from the handoff": agent(
        "1800.5",
        said("agent", minutes=20),
        said("agent", minutes=40, milliseconds=500),
        said("customer", minutes=50),
        escalations=[{"escalated_at": opened(minutes=30)}, ESCALATION],
    ),
    "agent: from the first agent message without a handoff": agent(
        "1200", said("agent", minutes=20), said("agent", minutes=40)
    ),
    "agent: one message": agent("0", said("agent", minutes=20)),
    "agent: no agent wrote": agent(
        None, said("bot", minutes=20), escalations=[ESCALATION]
    ),
    "agent: only before the handoff": agent(
        None, said("agent", minutes=5), escalations=[ESCALATION]
    ),
    "agent: at the cap": agent(
        "14400", said("agent", hours=4, minutes=10), escalations=[ESCALATION]
    ),
    "agent: over the cap": agent(
        "14400", said("agent", hours=4, minutes=11), escalations=[ESCALATION]
    ),
}
LOW_CAPS = {
    "capped lower": case(
        {"bot_handle_seconds": seconds("60"), "agent_handle_seconds": seconds("90")},
        {"bot_handle_seconds": 61, "agent_handle_seconds": 91},
    )
}


@pytest.fixture(scope="module")
def found():
    return facts(CASES)


@pytest.mark.parametrize("name", CASES)
def test_handle_time(found, name):
    judge(found, name, CASES)


def test_the_caps_are_variables():
    caps = {"bot_handle_cap_seconds": 60, "agent_handle_cap_seconds": 90}

    found = facts(LOW_CAPS, variables=caps)

    judge(found, "capped lower", LOW_CAPS)
