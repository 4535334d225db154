"""What is known of each ticket, in plain Python: one dictionary a ticket."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.reference.contract import Staged
from tests.reference.refunds import (
    Money,
    deployments_with_entitlements,
    grouped,
    refund_facts,
    review_facts,
)

MICRO = Decimal("0.000001")
CAPS = {"bot": Decimal(3600), "agent": Decimal(14400)}


def ticket_facts(
    staged: Staged, seeds: Mapping, *, zone: str = "UTC", currency: str = "USD"
) -> list[dict]:
    """Return the facts of every staged ticket, excluded and holdout ones included."""
    tables = staged.tables
    by_ticket = {name: grouped(rows, "ticket_id") for name, rows in tables.items()}
    archetype_of = Intents(seeds["intents"])
    phrases = [row["phrase"].lower() for row in seeds["restate_phrases"]]
    money = Money(seeds["exchange_rates"], currency)
    paying = deployments_with_entitlements(tables)
    facts = []
    for row in tables["tickets"]:
        own = {name: rows.get(row["ticket_id"], []) for name, rows in by_ticket.items()}
        fact = _outcome(row, own["escalations"], archetype_of(row["intent"]), zone)
        fact |= _surveys(fact["resolved_at"], own["surveys"])
        fact |= {"model_quality": _model_quality(own["model_scores"])}
        fact |= _handoff(own["escalations"], own["qa_reviews"])
        fact |= _repeat_state(fact, own["messages"], phrases)
        fact |= _handle_times(row, fact, own["messages"])
        fact |= review_facts(own["qa_reviews"], money)
        fact |= refund_facts(
            own["refunds"], own["entitlements"], money, row["deployment_id"] in paying
        )
        facts.append(fact)
    _follow_contacts(facts, {row["ticket_id"]: row for row in tables["tickets"]})
    return facts


def week_of(moment: datetime, zone: str = "UTC") -> date:
    """Return the Monday of the moment's week in the zone."""
    day = local(moment, zone).date()
    return day - timedelta(days=day.weekday())


def local(moment: datetime, zone: str) -> datetime:
    """Return a UTC moment as the zone's wall clock shows it."""
    shown = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return shown.replace(tzinfo=None)


class Intents:
    """Exact wins, then the longest pattern, then the first by text."""

    def __init__(self, rows: list[dict]) -> None:
        self.exact = {row["intent"]: row["archetype"] for row in rows}
        patterns = [row["intent"] for row in rows if "*" in row["intent"]]
        patterns.sort(key=lambda text: (-len(text), text))
        self.patterns = [
            (re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL), text)
            for text in patterns
        ]

    def __call__(self, intent: str | None) -> str:
        """Return the archetype of a raw intent."""
        if intent is None:
            return "unmapped"
        if intent in self.exact:
            return self.exact[intent]
        for pattern, text in self.patterns:
            if pattern.fullmatch(intent):
                return self.exact[text]
        return "unmapped"


def _outcome(row: dict, escalations: list[dict], archetype: str, zone: str) -> dict:
    resolved_at = row["resolved_at"] or row["closed_at"]
    outcome = row["bot_outcome"] if resolved_at else None
    attempted = row["bot_attempted"]
    escalated = bool(escalations) or outcome == "escalated"
    arm = row["arm"] or "bot"
    handled = attempted and not escalated
    return {
        "ticket_id": row["ticket_id"],
        "deployment_id": row["deployment_id"],
        "week": week_of(row["opened_at"], zone),
        "archetype": archetype,
        "segment": "unknown" if row["segment"] in (None, "all") else row["segment"],
        "channel": "unknown" if row["channel"] in (None, "all") else row["channel"],
        "intent": row["intent"],
        "bot_version": row["bot_version"],
        "bot_confidence": row["bot_confidence"],
        "arm": arm,
        "exclusion": row["exclusion"],
        "has_customer": row["customer_id"] is not None,
        "opened_at": row["opened_at"],
        "resolved_at": resolved_at,
        "reopened_at": row["reopened_at"],
        "is_counted": row["exclusion"] is None and arm == "bot",
        "is_attempted": attempted,
        "is_resolved": resolved_at is not None,
        "outcome": outcome,
        "is_escalated": escalated,
        "has_escalation": bool(escalations),
        "first_escalated_at": min(
            (escalation["escalated_at"] for escalation in escalations), default=None
        ),
        "is_deflected": handled and resolved_at is not None,
        "is_contained": handled and outcome in {"confirmed", "assumed"},
        "is_confirmed": handled and outcome == "confirmed",
        "is_assumed": handled and outcome == "assumed",
        "is_abandoned": handled and outcome == "abandoned",
    }


def _surveys(resolved_at: datetime | None, surveys: list[dict]) -> dict:
    latencies: dict[str, list[dict]] = {"resolution": [], "delayed": [], "late": []}
    for survey in surveys if resolved_at else ():
        waited = survey["sent_at"] - resolved_at
        if waited < timedelta(hours=48):
            latencies["resolution"].append(survey)
        elif waited <= timedelta(hours=72):
            latencies["delayed"].append(survey)
        else:
            latencies["late"].append(survey)
    facts = {"off_window_survey_count": len(latencies.pop("late"))}
    for latency, sent in latencies.items():
        answers = [survey for survey in sent if survey["score"] is not None]
        answers.sort(key=lambda s: (s["responded_at"] or s["sent_at"], s["survey_id"]))
        facts[f"is_{latency}_sent"] = bool(sent)
        facts[f"is_{latency}_answered"] = bool(answers)
        facts |= {
            name.format(latency): value
            for name, value in _answer(answers[-1] if answers else None).items()
        }
    return facts


def _answer(survey: dict | None) -> dict:
    names = ("is_{}_satisfied", "{}_score_normalised", "{}_scale")
    if survey is None:
        return dict.fromkeys(names)
    low, high, score = survey["scale_min"], survey["scale_max"], survey["score"]
    limit = survey["satisfied_from"]
    if limit is not None:
        satisfied = score >= limit
    else:
        satisfied = score - low >= 0.75 * (high - low) - 1e-9
    scale = (survey["instrument"], low, high, limit)
    return dict(
        zip(names, (satisfied, (score - low) / (high - low), scale), strict=True)
    )


def _model_quality(scores: list[dict]) -> Decimal | None:
    latest = max(
        scores,
        key=lambda s: (
            s["scored_at"],
            s["model_version"] or "",
            s["resolution_quality"],
        ),
        default={"resolution_quality": None},
    )
    return latest["resolution_quality"]


def _handoff(escalations: list[dict], reviews: list[dict]) -> dict:
    asked = [row["agent_asked_restate"] for row in escalations]
    flags = [row["packet_acknowledged"] for row in (*escalations, *reviews)]
    known = [flag for flag in flags if flag is not None]
    complete = [
        row["intent_passed"] and row["account_state_passed"] and row["summary_passed"]
        for row in escalations
    ]
    return {
        "is_restate_known": any(flag is not None for flag in asked),
        "is_context_lost": any(asked),
        "is_packet_complete": all(complete) if escalations else None,
        "is_packet_acknowledged": all(known) if escalations and known else None,
    }


def _repeat_state(fact: dict, messages: list[dict], phrases: list[str]) -> dict:
    """Walk the messages after the escalation; a turn is a run of agent messages."""
    start = fact["first_escalated_at"]
    turns, in_turn, repeated = 0, False, False
    for message in sorted(messages, key=lambda m: (m["sent_at"], m["message_id"])):
        if start is None or message["sent_at"] <= start:
            continue
        if message["author"] == "agent":
            turns += not in_turn
            in_turn = True
        elif message["author"] == "customer":
            in_turn = False
            body = (message["body"] or "").lower()
            repeated |= turns <= 3 and any(phrase in body for phrase in phrases)
    return {"has_agent_turn": turns > 0, "has_repeat_state": turns > 0 and repeated}


def _handle_times(row: dict, fact: dict, messages: list[dict]) -> dict:
    sent = {
        author: [m["sent_at"] for m in messages if m["author"] == author]
        for author in ("customer", "bot", "agent")
    }
    bot, agent = row["bot_handle_seconds"], row["agent_handle_seconds"]
    if bot is None and row["bot_attempted"] and sent["bot"] and sent["customer"]:
        bot = _seconds(min(sent["customer"]), max(sent["bot"]))
    if agent is None and sent["agent"]:
        start = fact["first_escalated_at"] or min(sent["agent"])
        agent = _seconds(start, max(sent["agent"]))
    return {
        "bot_handle_seconds": None if bot is None else min(bot, CAPS["bot"]),
        "agent_handle_seconds": None if agent is None else min(agent, CAPS["agent"]),
    }


def _seconds(start: datetime, end: datetime) -> Decimal | None:
    if end < start:
        return None
    return Decimal((end - start) // timedelta(microseconds=1)) * MICRO


def _follow_contacts(facts: list[dict], raw: Mapping[str, dict]) -> None:
    """Find the next contact after each resolution, strictly later."""
    opened = defaultdict(list)
    for fact in facts:
        customer = raw[fact["ticket_id"]]["customer_id"]
        fact["customer"] = (fact["deployment_id"], customer)
        if customer is not None and fact["exclusion"] is None:
            opened[fact["customer"]].append(fact)
    for fact in facts:
        others = [other for other in opened[fact["customer"]] if other is not fact]
        same = [other for other in others if other["archetype"] == fact["archetype"]]
        fact["next_contact_at"] = _next(fact, same)
        fact["next_contact_any_at"] = _next(fact, others)
        del fact["customer"]


def _next(fact: dict, others: list[dict]) -> datetime | None:
    if fact["resolved_at"] is None or fact["exclusion"] or not fact["has_customer"]:
        return None
    moments = [other["opened_at"] for other in others]
    if fact["reopened_at"] is not None:
        moments.append(fact["reopened_at"])
    return min((m for m in moments if m > fact["resolved_at"]), default=None)
