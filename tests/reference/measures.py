"""Every measure as what one ticket adds to numerator and denominator."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

COUNTS = {
    "policy_incidents_1": "finding_count_1",
    "policy_incidents_2": "finding_count_2",
    "policy_incidents_3": "finding_count_3",
    "policy_incidents_4": "finding_count_4",
    "refund_overquoted": "refund_overquoted_amount",
    "refund_overpaid": "refund_overpaid_amount",
}
CSAT = {
    "resolution_csat",
    "delayed_csat",
    "bot_csat",
    "bot_delayed_csat",
    "handoff_csat",
}
# Rests on the reading of messages, which the policy checks' own tests hold to cases.
NOT_HERE = ("grounded_quote_rate",)
SECONDS = ("bot_handle_time", "escalated_handle_time")
# What a baseline exists for, and the measure whose baseline it is.
BASELINED = {
    "resolution_csat": "resolution_csat",
    "delayed_csat": "delayed_csat",
    "bot_csat": "resolution_csat",
    "bot_delayed_csat": "delayed_csat",
    "handoff_csat": "resolution_csat",
    "model_csat": "model_csat",
    "bot_handle_time": "bot_handle_time",
    "escalated_handle_time": "any_handle_time",
    "repeat_contact_7d": "repeat_contact_7d",
    "repeat_contact_30d": "repeat_contact_30d",
    "repeat_contact_any_7d": "repeat_contact_any_7d",
    "resolution_response_rate": "resolution_response_rate",
    "delayed_response_rate": "delayed_response_rate",
    "resolution_coverage": "resolution_coverage",
}

Parts = dict[str, tuple[int | Decimal, int | Decimal]]


def value(measure: str, numerator: Decimal, denominator: Decimal) -> float | None:
    """Return a measure in its unit."""
    if measure in COUNTS:
        return float(numerator)
    if not denominator:
        return None
    factor = 1 if measure in SECONDS else 100
    return float(Decimal(factor * numerator) / Decimal(denominator))


def parts(fact: Mapping, as_of: datetime) -> Parts:
    """Return numerator and denominator that a ticket adds to each measure."""
    shares = _deflection(fact) | _csat(fact) | _handoff(fact) | _policy(fact)
    shares |= _repeat_contact(fact, as_of)
    added = {name: (int(of and hit), 1) for name, (hit, of) in shares.items() if of}
    added |= _sums(fact)
    return added


def _deflection(fact: Mapping) -> dict[str, tuple[bool, bool]]:
    attempted = fact["is_attempted"]
    return {
        "deflection_rate": (fact["is_deflected"], True),
        "attempt_rate": (attempted, True),
        "containment_rate": (fact["is_contained"], attempted),
        "abandonment_rate": (fact["is_abandoned"], attempted),
        "confirmed_rate": (fact["is_confirmed"], fact["is_contained"]),
    }


def _csat(fact: Mapping) -> dict[str, tuple[bool, bool]]:
    alone = fact["is_attempted"] and not fact["is_escalated"]
    handed_over = fact["is_attempted"] and fact["is_escalated"]
    resolution, delayed = fact["is_resolution_answered"], fact["is_delayed_answered"]
    satisfied = fact["is_resolution_satisfied"]
    return {
        "resolution_csat": (satisfied, resolution),
        "delayed_csat": (fact["is_delayed_satisfied"], delayed),
        "bot_csat": (satisfied, resolution and alone),
        "bot_delayed_csat": (fact["is_delayed_satisfied"], delayed and alone),
        "handoff_csat": (satisfied, resolution and handed_over),
        "resolution_response_rate": (resolution, fact["is_resolution_sent"]),
        "delayed_response_rate": (delayed, fact["is_delayed_sent"]),
        "resolution_coverage": (resolution, True),
    }


def _handoff(fact: Mapping) -> dict[str, tuple[bool, bool]]:
    acknowledged = fact["is_packet_acknowledged"]
    return {
        "context_loss_rate": (fact["is_context_lost"], fact["is_restate_known"]),
        "repeat_state_rate": (fact["has_repeat_state"], fact["has_agent_turn"]),
        "packet_complete_rate": (fact["is_packet_complete"], fact["has_escalation"]),
        "packet_acknowledged_rate": (acknowledged, acknowledged is not None),
    }


def _policy(fact: Mapping) -> dict[str, tuple[bool, bool]]:
    return {"qa_sample_rate": (fact["is_reviewed"], fact["is_attempted"])}


def _repeat_contact(fact: Mapping, as_of: datetime) -> dict[str, tuple[bool, bool]]:
    resolved_at = fact["resolved_at"]

    def followed(name: str, days: int) -> tuple[bool, bool]:
        if resolved_at is None or not fact["has_customer"]:
            return False, False
        end = resolved_at + timedelta(days=days)
        return fact[name] is not None and fact[name] <= end, end <= as_of

    came_back, is_known = followed("next_contact_at", 7)
    return {
        "repeat_contact_7d": (came_back, is_known),
        "repeat_contact_30d": followed("next_contact_at", 30),
        "repeat_contact_any_7d": followed("next_contact_any_at", 7),
        "verified_deflection_rate": (fact["is_contained"] and not came_back, is_known),
    }


def _sums(fact: Mapping) -> Parts:
    added: Parts = {name: (fact[column], 0) for name, column in COUNTS.items()}
    bot, agent = fact["bot_handle_seconds"], fact["agent_handle_seconds"]
    if fact["model_quality"] is not None:
        added["model_csat"] = (fact["model_quality"], 1)
    if bot is not None and fact["is_attempted"]:
        added["bot_handle_time"] = (bot, 1)
    if agent is not None:
        added["any_handle_time"] = (agent, 1)
        added["any_handle_squares"] = (agent**2, 0)
        if fact["is_escalated"]:
            added["escalated_handle_time"] = (agent, 1)
            added["escalated_handle_squares"] = (agent**2, 0)
    if fact["refund_review_count"]:
        added["refund_accuracy"] = (
            fact["refund_accurate_count"],
            fact["refund_review_count"],
        )
    if fact["refund_known_count"]:
        added["refund_unentitled"] = (
            fact["refund_unentitled_count"],
            fact["refund_known_count"],
        )
    return added
