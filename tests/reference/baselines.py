"""Baselines in plain Python: which window a week is compared with, and the delta."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.reference.measures import BASELINED, CSAT, SECONDS, value

if TYPE_CHECKING:
    from tests.reference.panel import Cell, Panel


def compare(panel: "Panel", cell: "Cell", row: dict, measure: str) -> None:
    """Put baseline and delta on the row."""
    row |= {"s0": 0, "n0": 0, "baseline": None, "baseline_n": None, "delta": None}
    row |= {"baseline_source": None, "baseline_scales": None}
    if measure not in BASELINED or not row["is_instrumented"]:
        return
    rows = _valid_rows(panel, cell[0], cell[2], _named(measure), row["key"][1])
    window = _window(max(rows, key=_latest, default=None))
    found = baseline(panel, cell, measure, window)
    row |= found | {"baseline_n": found["n0"]}
    if not found["n0"]:
        return
    row["baseline"] = value(measure, found["s0"], found["n0"])
    if row["rolling"] is None or (measure in SECONDS and not found["s0"]):
        return
    if measure in SECONDS:
        ratio = Decimal(row["s1"]) * found["n0"] / (row["n1"] * found["s0"])
        row["delta"] = float(100 * (ratio - 1))
    else:
        row["delta"] = row["rolling"] - row["baseline"]


def pre_deployment(panel: "Panel", cell: "Cell", row: dict, measure: str) -> None:
    """Keep the first window beside one after the launch."""
    row |= {"delta_pre_deployment": None, "first": None}
    if measure not in {*CSAT, "model_csat"} or not row["is_instrumented"]:
        return
    rows = _valid_rows(panel, cell[0], cell[2], _named(measure), row["key"][1])
    launched_on = panel.launched_on(cell[0], cell[2]) or date.max
    early = [row for row in rows if row["window_end"] <= launched_on]
    if not early or _window(max(rows, key=_latest))[1] <= launched_on:
        return
    least = min(early, key=lambda r: (-_specificity(r), r["window_start"]))
    first = baseline(panel, cell, measure, _window(least))
    if first["n0"]:
        row["first"] = first
        if row["rolling"] is not None:
            before = value(measure, first["s0"], first["n0"])
            row["delta_pre_deployment"] = row["rolling"] - before


def baseline(panel: "Panel", cell: "Cell", measure: str, window: tuple | None) -> dict:
    """Return the baseline of a cell: its window's, its archetype's, or given values."""
    deployment, cut, archetype, segment, _ = cell
    is_sub = cut in {"archetype_segment", "archetype_channel"}
    least = 30 if is_sub else 1
    own = _from_window(panel, cell, window, BASELINED[measure])
    given = {} if cut == "archetype_channel" else _given(panel, cell, measure, segment)
    none = {"s0": 0, "n0": 0, "baseline_scales": None}
    of_window = of_values = none
    if is_sub:
        whole = (deployment, "archetype", archetype, "all", "all")
        of_window = _from_window(panel, whole, window, BASELINED[measure])
        of_values = _given(panel, cell, measure, "all") or none
    candidates = (
        ("window", own, least),
        ("window_archetype", of_window, 1),
        ("values", given or none, least),
        ("values_archetype", of_values, 1),
        ("values", given or none, 1),
    )
    for source, found, enough in candidates:
        if found["n0"] >= enough:
            return found | {"baseline_source": source}
    return none | {"baseline_source": None}


def _named(measure: str) -> str:
    return BASELINED[measure] if measure in CSAT else measure


def _from_window(panel: "Panel", cell: "Cell", window: tuple | None, base: str) -> dict:
    s0, n0 = panel.windows.get((cell, window), {}).get(base, (0, 0))
    scales = panel.window_scales.get((cell, window), {}).get(base, set())
    squares, _ = panel.windows.get((cell, window), {}).get("any_handle_squares", (0, 0))
    return {"s0": s0, "n0": n0, "squares0": squares, "baseline_scales": scales}


def _given(panel: "Panel", cell: "Cell", measure: str, segment: str) -> dict:
    for row in panel.seeds["baseline_values"]:
        named = (
            row["deployment_id"],
            row["archetype"] or "all",
            row["segment"] or "all",
        )
        if named == (cell[0], cell[2], segment) and row["measure"] == _named(measure):
            return {
                "s0": row["numerator"],
                "n0": int(row["denominator"]),
                "squares0": None,
                "baseline_scales": None,
            }
    return {}


def _valid_rows(
    panel: "Panel", deployment: str, archetype: str, measure: str, week: date
) -> list[dict]:
    """Return the rows of the seed baselines that may hold for a cell's week."""
    return [
        row
        for row in panel.seeds["baselines"]
        if row["deployment_id"] == deployment
        and row["archetype"] in {None, archetype}
        and row["measure"] in {None, measure}
        and (row["valid_from"] is None or row["valid_from"] <= week)
    ]


def _specificity(row: Mapping) -> int:
    return 2 * (row["measure"] is not None) + (row["archetype"] is not None)


def _latest(row: Mapping) -> tuple[int, date]:
    """Order rows: the most specific wins, then the latest."""
    return _specificity(row), row["valid_from"] or date.min


def _window(row: Mapping | None) -> tuple[date, date] | None:
    return (row["window_start"], row["window_end"]) if row else None
