"""The states of CSAT cells and the verdict of the pair in plain Python."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from tests.reference.gate_statistics import (
    Z_CONFIRM,
    Z_POWER,
    Z_PROTECT,
    change,
    log_ratio_low,
    mean,
    newcombe,
    standard_error,
)
from tests.reference.measures import CSAT, SECONDS
from tests.reference.panel import Panel, archetype_in_force

MEANS = {*SECONDS, "model_csat"}
RULES = {
    "resolution_csat": "csat_slip_resolution",
    "delayed_csat": "csat_slip_delayed",
    "bot_csat": "csat_slip_bot",
    "bot_delayed_csat": "csat_slip_bot_delayed",
    "handoff_csat": "handoff_csat",
}
JUDGED = ("archetype", "archetype_segment", "segment")


def intervals(row: Mapping) -> dict:
    """Return what stands beside a delta in the panel."""
    measure = row["key"][-1]
    found = dict.fromkeys(("delta_low", "delta_high", "min_detectable"))
    if row["delta"] is None or measure in MEANS:
        return found
    found["delta_low"], found["delta_high"] = newcombe(row, Z_CONFIRM)
    found["min_detectable"] = 100 * (Z_CONFIRM + Z_POWER) * standard_error(row)
    return found


def csat_states(panel: Panel, row: Mapping) -> tuple[str, str]:
    """Return the literal and the evidence state of a CSAT cell."""
    _, week, _, archetype, _, _, measure = row["key"]
    early = _too_early(row)
    if early:
        return early, early
    limits = threshold(panel.seeds, RULES[measure], measure, archetype, week)
    literal, evidence = (_worst(row, limits, mode) for mode in ("literal", "evidence"))
    if evidence in {"review", "rollback"} and is_shared_by_holdout(row, limits):
        evidence = "watch"
    return literal, evidence


def holdout_delta(row: Mapping) -> float | None:
    """Return the delta to the holdout of the same weeks."""
    delta = change(row, "1", "h")
    return None if delta is None else float(delta)


def is_shared_by_holdout(row: Mapping, limits: Mapping) -> bool:
    """Say whether the holdout moved by the limit too, at least half as far.

    What is left between the two must not be confirmed; a few tickets acquit nobody.
    """
    if not row["n1"] or row["nh"] < 30 or not row["n0"]:
        return False
    worse = -1 if row["key"][-1] in CSAT else 1
    if row["key"][-1] in SECONDS:
        is_left = log_ratio_low(mean(row, "1"), mean(row, "h")) > 0
    else:
        low, high = newcombe({**row, "s0": row["sh"], "n0": row["nh"]}, Z_CONFIRM)
        is_left = high < 0 if worse < 0 else low > 0
    moved = worse * change(row, "h", "0")
    return (
        moved >= abs(Fraction(limits["review_at"]))
        and 2 * moved >= worse * change(row, "1", "0")
        and not is_left
    )


def _worst(row: Mapping, limits: Mapping, mode: str) -> str:
    """After a re-baselining the first window still vetoes."""
    state = _state(row, limits, mode)
    if not row["first"]:
        return state
    first = _state({**row, **row["first"]}, limits, mode)
    slips = ("rollback", "review", "watch")
    return next((slip for slip in slips if slip in {state, first}), state)


def _too_early(row: Mapping) -> str | None:
    """States 0 to 3, the first that fits; without a feed there is no other."""
    scales, known = row["window_scales"], row["baseline_scales"]
    states = (
        ("not_instrumented", not row["is_instrumented"]),
        ("baseline", not row["is_launched"]),
        ("pending", not row["is_mature"]),
        ("not_instrumented", not row["n0"]),
        ("incomparable", row["n1"] and known is not None and scales != known),
        ("insufficient", not row["n1"]),
    )
    return next((state for state, fits in states if fits), None)


def _state(row: Mapping, limits: Mapping, mode: str) -> str:
    """States 4 to 9, the first that fits."""
    drop = 100 * (
        Fraction(int(row["s0"]), int(row["n0"])) - Fraction(row["s1"], row["n1"])
    )
    review, rollback = -Fraction(limits["review_at"]), -Fraction(limits["rollback_at"])
    is_enough = row["n1"] >= 30
    convicts = newcombe(row, Z_CONFIRM)[1] < 0 or (mode == "literal" and is_enough)
    can_roll_back = row["key"][-1] != "handoff_csat"
    is_thin = not is_enough or row["n0"] < 100 or row["weeks_present"] < 4
    states = (
        ("rollback", can_roll_back and drop >= rollback and convicts),
        ("review", drop >= review and convicts),
        ("watch", drop >= review and is_enough),
        ("insufficient", is_thin),
        ("protected", not is_thin and _is_protected(row, float(rollback))),
    )
    return next((state for state, fits in states if fits), "held")


def _is_protected(row: Mapping, rollback: float) -> bool:
    is_able = 100 * Z_PROTECT * standard_error(row) <= rollback
    return is_able and newcombe(row, Z_PROTECT)[0] > -rollback


def threshold(
    seeds: Mapping, rule: str, measure: str, archetype: str, week: date
) -> dict | None:
    """Return the row in force: of the archetype, else of its tier, else of all."""
    kind = archetype_in_force(seeds, archetype, week)
    scopes = {("all", "all"): 0, ("archetype", archetype): 2}
    if kind:
        scopes["tier", str(kind["tier"])] = 1
    rows = [
        row
        for row in seeds["thresholds"]
        if (row["rule"], row["measure"]) == (rule, measure)
        and (row["scope_type"], row["scope"]) in scopes
        and (row["valid_from"] or date.min) <= week
    ]
    return max(
        rows,
        key=lambda r: (
            scopes[r["scope_type"], r["scope"]],
            r["valid_from"] or date.min,
        ),
        default=None,
    )


def latest_mature(rows: Iterable[Mapping]) -> dict[tuple, Mapping]:
    """Return the latest week that the gate judges: mature and after the launch."""
    latest: dict[tuple, Mapping] = {}
    for row in rows:
        deployment, week, *cell = row["key"]
        if row["is_mature"] and row["is_launched"] and cell[0] in JUDGED:
            held = latest.get((deployment, *cell))
            if held is None or week > held["key"][1]:
                latest[deployment, *cell] = row
    return latest


def removals(cells: Mapping[tuple, Mapping]) -> dict[tuple[str, str], date]:
    """Return when an archetype's own rollback in force took it off the list."""
    removed: dict[tuple[str, str], date] = {}
    for key, row in cells.items():
        deployment, week, cut, archetype, _, _, measure = key
        if measure not in CSAT or cut != "archetype" or archetype == "long_tail":
            continue
        if row["status"] == "rollback":
            first_off = week + timedelta(days=7 + row["maturity_days"])
            held = removed.get((deployment, archetype), first_off)
            removed[deployment, archetype] = min(held, first_off)
    return removed


def pairs(
    panel: Panel, cells: Mapping[tuple, Mapping], removed: Mapping
) -> dict[tuple, dict]:
    """Return deflection and its satisfaction on one line, with the verdict."""
    segments = defaultdict(set)
    for key, row in cells.items():
        if key[2] == "archetype_segment" and key[-1] in CSAT:
            segments[key[0], key[1], key[3]].add(row["status"])
    found = {}
    for key in cells:
        deployment, week, cut, archetype, _, _, measure = key
        if (cut, measure) == ("archetype", "deflection_rate"):
            own = {name: cells[(*key[:-1], name)] for name in PAIRED}
            pair = (deployment, week, archetype)
            removed_on = removed.get((deployment, archetype), date.max)
            listed = archetype_in_force(panel.seeds, archetype, week)
            is_off = bool(listed) and listed["in_deflection_list"] == "false"
            is_off = is_off or removed_on <= week + timedelta(days=6)
            found[pair] = _pair(own, segments[pair], is_off)
    return found


PAIRED = (
    "deflection_rate",
    "attempt_rate",
    "containment_rate",
    "abandonment_rate",
    "verified_deflection_rate",
    *sorted(CSAT),
)


def _pair(own: Mapping[str, Mapping], segments: set[str], is_off: bool) -> dict:
    deflection = own["deflection_rate"]
    low, high = deflection["target_low"], deflection["target_high"]
    states = {name: own[name]["status"] for name in CSAT}
    found = {name: own[name]["value"] for name in PAIRED if name.endswith("_rate")}
    found |= {f"{name}_delta": own[name]["delta"] for name in CSAT}
    verdict = None
    if deflection["is_launched"]:
        verdict = _verdict(states, segments, is_off)
    is_win = verdict in {"held", "protected"}
    return found | {
        "ticket_count": deflection["counted"][1],
        "deflected_count": deflection["counted"][0],
        "band_low": low,
        "band_high": high,
        "band_position": _position(deflection["value"], low, high),
        "min_detectable": own["resolution_csat"]["min_detectable"],
        "verdict": verdict,
        "protected_deflection": deflection["value"] if is_win else None,
    }


def _position(rate: float | None, low: float | None, high: float | None) -> str | None:
    if rate is None or low is None or high is None:
        return None
    return "below" if rate < low else "above" if rate > high else "within"


def _verdict(states: Mapping[str, str], segments: set[str], is_off: bool) -> str:
    if {"review", "rollback"} & {*states.values(), *segments}:
        return "vetoed"
    if is_off:
        return "off_list"
    resolution, delayed = states["resolution_csat"], states["delayed_csat"]
    watched = "watch" in {*states.values(), *segments}
    if resolution not in {"held", "protected"} or watched:
        return "unproven"
    is_sure = delayed in {"protected", "not_instrumented"}
    return "protected" if resolution == "protected" and is_sure else "held"
