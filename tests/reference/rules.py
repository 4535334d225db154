"""States of the rules that are not about CSAT, in plain Python."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from tests.reference.gate import JUDGED, is_shared_by_holdout, threshold
from tests.reference.gate_statistics import (
    Z_CONFIRM,
    Z_PROTECT,
    log_ratio_low,
    mean,
    newcombe,
    wilson,
)
from tests.reference.measures import CSAT
from tests.reference.panel import Panel, archetype_in_force

CEILINGS = {"context_loss_rate": "context_loss", "repeat_state_rate": "repeat_state"}
REPEATS = {"repeat_contact_7d", "repeat_contact_30d"}
VALUES = {
    "qa_sample_rate": "qa_coverage",
    "refund_accuracy": "refund_accuracy",
    "refund_overpaid": "refund_leakage",
    "resolution_coverage": "survey_coverage",
    "model_csat": "model_csat",
    "deflection_rate": "deflection_band",
}
RULES = {
    **CEILINGS,
    **VALUES,
    **{measure: measure for measure in REPEATS},
    "attempt_rate": "silent_refusal",
    "abandonment_rate": "doom_loop",
    "escalated_handle_time": "escalated_handle_time",
}
# Incidents are counted otherwise, and the trend of logarithms is tested by its vectors.
ELSEWHERE = {
    "policy_incidents_1",
    "policy_incidents_2",
    "policy_incidents_3",
    "policy_incidents_4",
    "bot_handle_time",
}
NEEDS_BASELINE = {*REPEATS, "model_csat", "escalated_handle_time"}


def add_states(panel: Panel, cells: Mapping[tuple, dict], removed: Mapping) -> None:
    """Put both states on every cell that is no CSAT; panel_rows came by series."""
    before: dict = {}
    for key, row in cells.items():
        measure = key[-1]
        if measure in CSAT | ELSEWHERE and key[2] in JUDGED:
            continue
        early = _too_early(row)
        states = None if early else _states(panel, cells, row, removed)
        if states is None:
            row["status_literal"] = row["status_evidence"] = early or "unjudged"
            continue
        held = before.get((key[0], *key[2:])) or states
        before[key[0], *key[2:]] = states
        pairs = zip(states, held, strict=True)
        remembered = ["review" if "review" in pair else pair[0] for pair in pairs]
        row["status_literal"], row["status_evidence"] = remembered


def _too_early(row: Mapping) -> str | None:
    if not row["is_instrumented"]:
        return "not_instrumented"
    if not row["is_launched"]:
        return "baseline"
    return None if row["is_mature"] else "pending"


def _states(
    panel: Panel, cells: Mapping, row: Mapping, removed: Mapping
) -> tuple[str, str] | None:
    """Return the states of this week alone; None where nothing is judged."""
    _, week, _, archetype, _, _, measure = row["key"]
    if not _is_judged(panel, row["key"], removed):
        return None
    if measure in NEEDS_BASELINE and not row["n0"]:
        return "not_instrumented", "not_instrumented"
    limits = threshold(panel.seeds, RULES[measure], measure, archetype, week)
    if measure in VALUES:
        listed = archetype_in_force(panel.seeds, archetype, week)
        state = _value_state(row, limits, listed)
        return state, state
    return tuple(_share_states(cells, row, limits))


def _is_judged(panel: Panel, key: tuple, removed: Mapping) -> bool:
    deployment, week, cut, archetype, _, _, measure = key
    if cut != "archetype" and not (measure in REPEATS and cut in JUDGED):
        return False
    listed = archetype_in_force(panel.seeds, archetype, week)
    if measure == "attempt_rate":
        is_on = bool(listed) and listed["in_deflection_list"] == "true"
        removed_on = removed.get((deployment, archetype), date.max)
        return is_on and removed_on > week + timedelta(days=6)
    return measure in RULES and (measure != "deflection_rate" or bool(listed))


def _value_state(row: Mapping, limits: Mapping, listed: Mapping | None) -> str:
    """Return the state of a rule that is taken at its word."""
    measure = row["key"][-1]
    hits, of = row["counted"]
    is_silent = bool(of) and not hits
    if measure in {"model_csat", "resolution_coverage"}:
        hits, of = row["s1"], row["n1"]
    if not of and measure != "refund_overpaid":
        return "insufficient"
    share = 100 * Fraction(hits) / of if of else None
    breaches = {
        "refund_overpaid": lambda: hits > limits["review_at"],
        "model_csat": lambda: round(row["delta"], 9) <= float(limits["watch_at"]),
        "deflection_rate": lambda: _is_outside(share, listed),
        "resolution_coverage": lambda: is_silent or _is_muted(row, limits),
        "refund_accuracy": lambda: share < Fraction(limits["review_at"]),
        "qa_sample_rate": lambda: share < Fraction(limits["review_at"]),
    }
    if not breaches[measure]():
        return "held"
    return "watch" if measure in {"model_csat", "deflection_rate"} else "review"


def _is_outside(share: Fraction, listed: Mapping) -> bool:
    if listed["tier"] == 3:
        return share > Fraction(listed["band_high"])
    return share < Fraction(listed["band_low"])


def _is_muted(row: Mapping, limits: Mapping) -> bool:
    half = Fraction(limits["review_at"]) / 100
    return bool(row["n0"]) and (
        Fraction(row["s1"], row["n1"]) < half * Fraction(int(row["s0"]), row["n0"])
    )


def _share_states(cells: Mapping, row: Mapping, limits: Mapping) -> Iterator[str]:
    if not row["n1"]:
        yield from ("insufficient", "insufficient")
        return
    is_breach, is_confirmed = _breach(cells, row, limits)
    for mode in ("literal", "evidence"):
        if is_breach and (is_confirmed or mode == "literal"):
            yield "review"
        elif is_breach:
            yield "watch"
        else:
            yield "held" if row["n1"] >= 30 else "insufficient"


def _breach(cells: Mapping, row: Mapping, limits: Mapping) -> tuple[bool, bool]:
    """Say whether the limit is passed, and whether by more than chance."""
    measure, limit = row["key"][-1], Fraction(limits["review_at"])
    if measure == "escalated_handle_time":
        return _longer(row, limits)
    share = 100 * Fraction(row["s1"], row["n1"])
    low, high = wilson(row["s1"], row["n1"], Z_PROTECT)
    if measure in REPEATS:
        rise = share - 100 * Fraction(int(row["s0"]), row["n0"])
        is_shared = is_shared_by_holdout(row, limits)
        return rise > limit, newcombe(row, Z_CONFIRM)[0] > 0 and not is_shared
    if measure == "attempt_rate":
        return share < limit, 100 * high < limit
    is_looping, is_surely_looping = False, False
    if measure == "abandonment_rate":
        is_looping, is_surely_looping = _looping(cells, row["key"])
    return share > limit or is_looping, 100 * low > limit or is_surely_looping


def _longer(row: Mapping, limits: Mapping) -> tuple[bool, bool]:
    """Over a baseline of no seconds everything is longer, and nothing is sure."""
    if not row["s0"]:
        return True, False
    is_sure = log_ratio_low(mean(row, "1"), mean(row, "0")) > 0
    is_shared = is_shared_by_holdout(row, limits)
    return row["delta"] > float(limits["review_at"]), is_sure and not is_shared


def _looping(cells: Mapping, key: tuple) -> tuple[bool, bool]:
    """Deflection above its band while containment fell for two mature weeks."""
    deflection = cells[*key[:-1], "deflection_rate"]
    containment = cells[*key[:-1], "containment_rate"]
    high, (hits, of) = deflection["target_high"], deflection["counted"]
    if high is None or not of or containment["falling_weeks"] < 2:
        return False, False
    low = wilson(hits, of, Z_PROTECT)[0]
    return 100 * hits / of > high, 100 * low > high
