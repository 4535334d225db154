"""Handoffs: context, packets, agent turns and the customer who says it again."""

import pytest

from tests.models.facts import case, facts, judge, opened

ESCALATED = {"escalated_at": opened(minutes=10)}
PACKET = ("intent_passed", "account_state_passed", "summary_passed")
TOLD = "I ALREADY told you this 3 times"
SAID = {"has_agent_turn": True, "has_repeat_state": True}
NOT_SAID = {"has_agent_turn": True, "has_repeat_state": False}


def escalation(minute=10, **flags):
    """Return an escalation row of this minute."""
    return {"escalated_at": opened(minutes=minute), **flags}


def passed(*names):
    """Return the packet flags: the named ones true, the others false."""
    return {part: part in names for part in PACKET}


def handoff(expected, *rows, reviews=()):
    """Return a case of these escalation rows and reviews."""
    return case(expected, escalations=list(rows), qa_reviews=list(reviews))


def reviewed(**flags):
    """Return a review row."""
    return {"reviewed_at": opened(days=1), **flags}


def talk(expected, *said, escalations=(ESCALATED,)):
    """Return a case of messages, a minute each, the first at the handoff's minute.

    Each is an author, or an author and a text.
    """
    messages = []
    for minute, words in enumerate(said, start=10):
        author, body = (words, "fine") if isinstance(words, str) else words
        row = {"author": author, "body": body, "sent_at": opened(minutes=minute)}
        messages.append(row)
    return case(expected, escalations=list(escalations), messages=messages)


TURN = ("agent", "customer")
REPEATS = ("customer", TOLD)
CASES = {
    "no escalation row": case(
        {"is_restate_known": False, "is_context_lost": False}
        | {"is_packet_complete": None, "is_packet_acknowledged": None}
    ),
    "no escalation row but a reviewed packet": case(
        {"is_packet_acknowledged": None},
        {"bot_outcome": "escalated"},
        qa_reviews=[reviewed(packet_acknowledged=True)],
    ),
    "flag unknown": handoff(
        {"is_restate_known": False, "is_context_lost": False}, escalation()
    ),
    "not asked to restate": handoff(
        {"is_restate_known": True, "is_context_lost": False},
        escalation(agent_asked_restate=False),
        escalation(20),
    ),
    "any row asked to restate": handoff(
        {"is_restate_known": True, "is_context_lost": True},
        escalation(agent_asked_restate=False),
        escalation(20, agent_asked_restate=True),
    ),
    "packet complete": handoff(
        {"is_packet_complete": True}, escalation(**passed(*PACKET))
    ),
    **{
        f"packet with {part} {value}": handoff(
            {"is_packet_complete": False},
            escalation(**{**passed(*PACKET), part: value}),
        )
        for part in PACKET
        for value in (False, None)
    },
    "every row must pass the packet": handoff(
        {"is_packet_complete": False},
        escalation(**passed(*PACKET)),
        escalation(20, **passed("intent_passed")),
    ),
    "nobody looked whether it was acknowledged": handoff(
        {"is_packet_acknowledged": None}, escalation(), reviews=[reviewed()]
    ),
    "acknowledged by the desk": handoff(
        {"is_packet_acknowledged": True},
        escalation(packet_acknowledged=True),
        reviews=[reviewed()],
    ),
    "acknowledged by a reviewer": handoff(
        {"is_packet_acknowledged": True},
        escalation(),
        reviews=[reviewed(packet_acknowledged=True)],
    ),
    "a reviewer disagrees": handoff(
        {"is_packet_acknowledged": False},
        escalation(packet_acknowledged=True),
        reviews=[reviewed(packet_acknowledged=False)],
    ),
    "the desk disagrees": handoff(
        {"is_packet_acknowledged": False},
        escalation(packet_acknowledged=False),
        reviews=[reviewed(packet_acknowledged=True)],
    ),
    "both agree": handoff(
        {"is_packet_acknowledged": True},
        escalation(packet_acknowledged=True),
        reviews=[reviewed(packet_acknowledged=True)],
    ),
    "one of two reviewers disagrees": handoff(
        {"is_packet_acknowledged": False},
        escalation(),
        reviews=[reviewed(packet_acknowledged=flag) for flag in (True, False)],
    ),
    "no message at all": handoff(
        {"has_agent_turn": False, "has_repeat_state": False}, ESCALATED
    ),
    "no agent ever wrote": talk(
        {"has_agent_turn": False, "has_repeat_state": False}, "bot", REPEATS
    ),
    "before the first agent turn": talk(SAID, "bot", REPEATS, "agent"),
    "in the third agent turn": talk(SAID, "bot", *TURN, *TURN, "agent", REPEATS),
    "in the fourth agent turn": talk(
        NOT_SAID, "bot", *TURN, *TURN, *TURN, "agent", REPEATS
    ),
    "a run of agent messages is one turn": talk(
        SAID, "bot", *TURN, *TURN, "agent", "agent", "agent", REPEATS
    ),
    "system and bot break no run": talk(
        SAID, "bot", *TURN, *TURN, "agent", "system", "agent", "bot", "agent", REPEATS
    ),
    "system and bot hide no turn": talk(
        NOT_SAID,
        *("bot", "agent", "customer", "bot", "agent", "customer", "system", "agent"),
        *("customer", "bot", "agent", REPEATS),
    ),
    "at the very moment of the handoff": talk(NOT_SAID, REPEATS, "agent"),
    "an agent at the very moment has no turn": talk(
        {"has_agent_turn": False, "has_repeat_state": False}, "agent", REPEATS
    ),
    "an agent at the very moment begins no turn": talk(
        SAID, "agent", "customer", *TURN, *TURN, "agent", REPEATS
    ),
    "counted from the first of two handoffs": talk(
        NOT_SAID,
        *("bot", *TURN, *TURN, *TURN, "agent", REPEATS),
        escalations=(ESCALATED, escalation(18)),
    ),
    "the agent's own words": talk(NOT_SAID, "bot", ("agent", TOLD), "customer"),
    "a message without a text": talk(NOT_SAID, "bot", "agent", ("customer", None)),
    "no phrase": talk(NOT_SAID, "bot", "agent", ("customer", "I told my mother")),
    "a phrase in another language": talk(
        SAID, "bot", "agent", ("customer", "Das habe ich SCHON ERKLÄRT!")
    ),
    "escalated by outcome alone": case(
        {"is_escalated": True, "has_agent_turn": False, "has_repeat_state": False},
        {"bot_outcome": "escalated"},
        messages=[
            {"sent_at": opened(minutes=11), "author": "agent", "body": "hello"},
            {"sent_at": opened(minutes=12), "author": "customer", "body": TOLD},
        ],
    ),
    "one moment is ordered by message_id": case(
        NOT_SAID,
        escalations=[ESCALATED],
        messages=[
            {"message_id": key, "author": author, "sent_at": opened(minutes=11)}
            | {"body": TOLD if key == "m8" else "fine"}
            for key, author in zip(
                ("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8"), TURN * 4, strict=True
            )
        ],
    ),
}


@pytest.fixture(scope="module")
def found():
    return facts(CASES)


@pytest.mark.parametrize("name", CASES)
def test_handoff(found, name):
    judge(found, name, CASES)


def test_a_phrase_is_plain_text_in_which_nothing_is_special():
    said = {"100% of it": False, "100%? I said it": True, "100X? i SAID it": False}
    cases = {
        text: talk({"has_repeat_state": is_repeat}, "bot", "agent", ("customer", text))
        for text, is_repeat in said.items()
    }
    phrases = [{"phrase": "100%? i said", "language": "en"}]

    found = facts(cases, seeds={"restate_phrases": phrases})

    for name in cases:
        judge(found, name, cases)
