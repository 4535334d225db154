"""What a breach says in words; the same in every outlet."""

import math
import re

from kpi_runner.gate.docket import Cell
from kpi_runner.gate.verdict import Breach, Outcome, Verdict

# Of the normal distribution: what a drop must pass to be confirmed, and 80 % power.
_CONFIRM, _POWER = 2.575829303548901, 0.8416212335729143
_MOST_NAMED = 2
_ALL = 100
_CSAT = ("csat_slip_", "handoff_csat")
_NAMES = {
    "resolution_csat": "CSAT",
    "delayed_csat": "delayed CSAT",
    "bot_csat": "CSAT of deflected conversations",
    "bot_delayed_csat": "delayed CSAT of deflected conversations",
    "handoff_csat": "handoff CSAT",
    "model_csat": "model-scored CSAT",
    "context_loss_rate": "context loss",
    "repeat_state_rate": "repeated state",
    "qa_sample_rate": "the QA sample",
    "refund_accuracy": "refund accuracy",
    "refund_overpaid": "money refunded beyond entitlement",
    "bot_handle_time": "bot handle time",
    "escalated_handle_time": "escalated handle time",
    "repeat_contact_7d": "repeat contact within 7 days",
    "repeat_contact_30d": "repeat contact within 30 days",
    "attempt_rate": "the attempt rate",
    "abandonment_rate": "abandonment",
    "deflection_rate": "deflection",
    "resolution_coverage": "survey coverage",
}
# Characters that move a cursor, hide text or turn its direction, and halves of such.
_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff"
    r"\ud800-\udfff]"
)


def plain(value: object) -> str:
    """Return text that came from data without what could act on its reader."""
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], str(value))


def headline(breach: Breach) -> str:
    """Return level, rule and place in one line."""
    return f"{breach.level} {breach.cell.rule}: {where(breach)}"


def where(breach: Breach) -> str:
    """Return place and week, and in which other slices the same tickets stand."""
    told = f"{plain(breach.cell.place)}, week of {breach.cell.week}"
    also = " and ".join(plain(each) for each in breach.also)
    return f"{told} (the same tickets: {also})" if also else told


def sentence(breach: Breach) -> str:
    """Return what was measured, against what, how many and how sure."""
    cell = breach.cell
    if cell.rule in ("policy_p0", "policy_other"):
        return _incidents(breach)
    name = _NAMES.get(cell.measure, cell.measure.replace("_", " "))
    told = f"{name} {_state(cell)}"
    facts = "; ".join(fact for fact in _facts(cell) if fact)
    return f"{told[0].upper()}{told[1:]} ({facts})" if facts else told


def asked(breach: Breach) -> str:
    """Return what is asked of whom by when, and what already was decided."""
    cell = breach.cell
    parts = [cell.action or "", f"owner {plain(cell.owner)}"]
    if cell.assignee and cell.assignee != cell.owner:
        parts.append(f"assigned to {plain(cell.assignee)}")
    if cell.follow_up_on:
        parts.append(f"by {cell.follow_up_on}")
    parts.append(_since(cell))
    parts.append(standing(breach))
    if breach.level in ("review", "rollback") and _is_csat(cell) and cell.deflection:
        parts.append(f"deflection of {cell.deflection:.1f} % is not reported as a win")
    return " · ".join(part for part in parts if part)


def standing(breach: Breach) -> str:
    """Return why a breach does not fail the gate, or that an excuse has ended."""
    cell = breach.cell
    if breach.outcome is Outcome.WAIVED:
        return f"waived until {cell.waived_until} by {plain(cell.waived_by)}"
    if breach.outcome is Outcome.ANSWERED:
        return f"answered on {cell.decided_on}: {cell.decision}"
    told = []
    if cell.waiver_expired_on and not cell.is_waived:
        told.append(f"its waiver expired on {cell.waiver_expired_on}")
    if cell.decision and not cell.is_answered:
        decided = f"decided on {cell.decided_on} ({cell.decision})"
        told.append(f"{decided}, no longer an answer")
    if breach.outcome is Outcome.LISTED:
        told.append("listed, does not fail CI")
    return " · ".join(told)


def noise(breach: Breach) -> str | None:
    """Return how often chance alone passes the limit in a cell of this size.

    Also what the other mode makes of it. Only for CSAT drops that are not confirmed.
    """
    cell = breach.cell
    limit = cell.rollback_at if cell.status_literal == "rollback" else cell.review_at
    share = healthy_share(cell, limit)
    if limit is None or share is None or cell.evidence == "confirmed":
        return None
    other = "evidence" if cell.gate_mode == "literal" else "literal"
    theirs = cell.status_evidence if other == "evidence" else cell.status_literal
    return (
        f"In {number(100 * share)} % of weeks a healthy cell of this size drops "
        f"{number(-limit)} points or more by chance; mode {other} calls this: {theirs}."
    )


def healthy_share(cell: Cell, limit: float | None) -> float | None:
    """Return how likely a drop to the limit is with nothing wrong.

    The cell's own smallest detectable drop gives the standard error back.
    """
    if not _is_csat(cell) or not cell.min_detectable or limit is None:
        return None
    error = cell.min_detectable / (_CONFIRM + _POWER)
    return 0.5 * math.erfc(-limit / error / math.sqrt(2))


def driven_by(cell: Cell) -> str | None:
    """Return the worst tickets of a breach, and how many there are."""
    if not cell.ticket_count:
        return None
    more = cell.ticket_count - len((cell.tickets or "").split(", "))
    told = f"{plain(cell.tickets)} and {more:,} more" if more else plain(cell.tickets)
    return f'Tickets: {told} (kpi query "from breach_tickets")'


def remarks(verdict: Verdict) -> list[str]:
    """Return what the gate notes beside its statuses, incidents' bounds first.

    Cells of a rule that say the same are told together.
    """
    places: dict[tuple[str, str], list[str]] = {}
    for cell in verdict.cells:
        if cell.note:
            places.setdefault((cell.rule, cell.note), []).append(cell.place)
    told = sorted(places.items(), key=lambda each: (each[0][0] != "policy_p0", each))
    return [
        f"{rule:<23}{plain(_some(names))}: {plain(note)}"
        for (rule, note), names in told
    ]


def _some(names: list[str]) -> str:
    """Return a few of many names."""
    more = len(names) - _MOST_NAMED
    listed = ", ".join(names[:_MOST_NAMED])
    return f"{listed} and {more} more" if more > 0 else listed


def summary(verdict: Verdict) -> str:
    """Return the last line: how many of each."""
    if verdict.problems:
        return f"{_of(len(verdict.problems), 'problem')}: the data cannot be trusted."
    incidents = verdict.count("incident")
    parts = [
        *([_of(incidents, "incident")] if incidents else []),
        _of(verdict.count("rollback"), "rollback"),
        _of(verdict.count("review"), "review"),
        f"{verdict.count('watch'):,} watched",
        f"{verdict.held_count:,} held",
        f"{verdict.unproven_count:,} not proven",
    ]
    return ", ".join(parts) + "."


def conclusion(verdict: Verdict) -> str:
    """Return why the exit code is what it is."""
    reasons = {
        0: "Passed",
        1: f"Failed: {_of(len(verdict.failing), 'breach', 'breaches')} at "
        f"{verdict.fail_on} or worse, neither answered nor waived",
        4: "Failed: the data cannot be trusted, so nothing is judged",
        5: "Failed: nothing was judged"
        if verdict.unproven_count == len(verdict.cells)
        else f"Failed (strict): {verdict.unproven_count:,} cells are not proven",
    }
    return f"{reasons[verdict.exit_code]} (exit {verdict.exit_code})."


def number(value: float | None) -> str:
    """Return a number with one decimal, whole ones without."""
    if value is None:
        return "unknown"
    return f"{value:,.1f}".removesuffix(".0")


def _of(count: int, singular: str, plural: str | None = None) -> str:
    return f"{count:,} {singular if count == 1 else plural or singular + 's'}"


def _is_csat(cell: Cell) -> bool:
    return cell.rule.startswith(_CSAT)


def _state(cell: Cell) -> str:
    """Return the value as the rule reads it."""
    if cell.rule == "bot_handle_time_trend":
        return f"rose {cell.rising_weeks or 0} weeks running, to {number(cell.value)} s"
    if cell.rule == "deflection_band":
        band = f"{number(cell.target_low)} .. {number(cell.target_high)} %"
        return f"is {number(cell.value)} %, outside its band of {band}"
    if cell.rule in _WEEKLY:
        unit = "" if cell.rule == "refund_leakage" else " %"
        return f"is {number(cell.value)}{unit} in the week"
    if cell.delta is None or cell.rule in _ROLLING:
        return _over_four_weeks(cell)
    unit = "%" if cell.rule == "escalated_handle_time" else "points"
    side = "under" if cell.delta < 0 else "over"
    return f"is {number(abs(cell.delta))} {unit} {side} its baseline"


def _over_four_weeks(cell: Cell) -> str:
    """Return the four weeks' value, and what else broke the rule where it did not."""
    told = f"is {number(cell.rolling)} % over four weeks"
    if cell.rule == "survey_coverage" and cell.denominator and cell.numerator == 0:
        cases = _of(int(cell.denominator), "case")
        return f"{told}, and the last week has {cases} and no answer"
    if cell.rule != "doom_loop" or cell.is_clearing:
        return told
    if cell.rolling is None or cell.review_at is None or cell.rolling > cell.review_at:
        return told
    why = "deflection is above its band while containment has fallen two weeks running"
    return f"{told}, and {why}"


_WEEKLY = ("qa_coverage", "refund_accuracy", "refund_leakage")
_ROLLING = (
    *("context_loss", "repeat_state", "silent_refusal", "doom_loop"),
    "survey_coverage",
)


def _facts(cell: Cell) -> list[str]:
    """Return limit, numbers of answers, interval and certainty."""
    first = cell.rollback_at if cell.status == "rollback" else cell.review_at
    at = cell.watch_at if first is None else first
    facts = [_limit(cell, at)]
    if cell.n1 is not None:
        what = "answers" if "csat" in cell.measure else "cases"
        before = f", {cell.n0:,} before launch" if cell.n0 else ""
        facts.append(f"{cell.n1:,} {what} in four weeks{before}")
    # What clears is in breach by memory: nothing of this week is confirmed.
    certainty = "first week without breach" if cell.is_clearing else cell.evidence
    if cell.delta_low is not None and cell.rule not in _ROLLING:
        ends = f"interval {number(cell.delta_low)} .. {number(cell.delta_high)}"
        facts.append(f"{ends}: {certainty}" if certainty else ends)
    elif certainty:
        facts.append(certainty)
    facts.append(_sight(cell) if _is_csat(cell) else "")
    facts.append("the holdout shares it" if cell.is_shared_by_holdout else "")
    return facts


def _sight(cell: Cell) -> str:
    """Return the smallest drop that the cell can see; no rate falls by over 100."""
    if cell.min_detectable is not None and cell.min_detectable > _ALL:
        return "sees no drop of any size"
    return f"sees drops from {number(cell.min_detectable)}"


def _limit(cell: Cell, at: float | None) -> str:
    """Return the limit that is passed; a band stands in the sentence itself."""
    if cell.rule == "deflection_band":
        return ""
    if at is None:
        return "limit missing"
    if cell.rule == "survey_coverage":
        return f"limit {number(at)} % of its baseline, {number(cell.baseline)} %"
    return f"limit {number(abs(at))}"


def _incidents(breach: Breach) -> str:
    cell = breach.cell
    if breach.level == "watch":
        return "A P0 incident is suspected; a reviewer has to confirm or clear it"
    count = int(cell.value or 0)
    told = f"{_of(count, 'confirmed incident')} open, whatever the week of the ticket"
    return f"{told}; each ends with: kpi decide close --incident ID"


def _since(cell: Cell) -> str:
    if cell.first_seen_week is None or cell.first_seen_week == cell.week:
        return ""
    return f"since the week of {cell.first_seen_week}"
