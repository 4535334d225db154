"""The panel in plain Python: dense weeks, maturity, rolling, baseline, delta."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.reference.baselines import compare, pre_deployment
from tests.reference.facts import local, week_of
from tests.reference.measures import BASELINED, COUNTS, CSAT, NOT_HERE, parts, value

WEEK = timedelta(days=7)
Cell = tuple[str, str, str, str, str]  # deployment, slice, archetype, segment, channel


@dataclass
class Panel:
    """All that the cells are made of."""

    facts: list[dict]
    seeds: Mapping
    as_of: datetime
    zone: str
    feeds: dict[str, set[str]]
    panel_archetype: dict[tuple[str, str], str] = field(default_factory=dict)
    totals: dict = field(default_factory=dict)
    scales: dict = field(default_factory=dict)
    windows: dict = field(default_factory=dict)
    holdouts: dict = field(default_factory=dict)
    window_scales: dict = field(default_factory=dict)

    @property
    def last_week(self) -> date:
        """The Monday of the week of as_of."""
        return week_of(self.as_of, self.zone)

    def is_mature(self, week: date, days: int) -> bool:
        """Say whether enough time has passed after the week."""
        end = datetime.combine(week, time()) + WEEK + timedelta(days=days)
        return local(self.as_of, self.zone) >= end

    def launched_on(self, deployment: str, archetype: str) -> date | None:
        """Return the archetype's launch where there is one, else the deployment's."""
        for row in self.seeds["launches"]:
            if (row["deployment_id"], row["archetype"]) == (deployment, archetype):
                return row["launched_on"]
        return self.seeds["deployments"][deployment]["launched_on"]


def instrumented_feeds(tables: Mapping[str, list[dict]], kpis: list[dict]) -> dict:
    """Return per deployment the measures whose every feed has a value."""
    deployment = {row["ticket_id"]: row["deployment_id"] for row in tables["tickets"]}
    present = defaultdict(set)
    for table, rows in tables.items():
        for row in rows:
            seen = present[deployment[row["ticket_id"]]]
            for name, held in row.items():
                if held is not None:
                    seen.add(f"{table}.{name}")
                if name == "author":
                    seen.add(f"{table}.{name}={held}")
    return {
        name: {
            kpi["measure"]
            for kpi in kpis
            if all(seen & set(feed.split("|")) for feed in kpi["feed"].split())
        }
        for name, seen in present.items()
    }


def fold_archetypes(panel: Panel, top: int) -> None:
    """Let the busiest archetypes of the last thirteen full weeks stand alone."""
    end = panel.last_week
    counts: dict[str, Counter] = defaultdict(Counter)
    for fact in panel.facts:
        if fact["is_counted"] and fact["archetype"] != "unmapped":
            is_recent = end - 13 * WEEK <= fact["week"] < end
            counts[fact["deployment_id"]][fact["archetype"]] += is_recent
    for deployment, archetypes in counts.items():
        ranked = sorted(archetypes, key=lambda name: (-archetypes[name], name))
        for name in ranked[:top]:
            panel.panel_archetype[deployment, name] = name
    for fact in panel.facts:
        key = fact["deployment_id"], fact["archetype"]
        fact["panel_archetype"] = panel.panel_archetype.get(key, "long_tail")


def cells_of(fact: Mapping) -> list[Cell]:
    """Return the five cells that a ticket belongs to."""
    deployment, archetype = fact["deployment_id"], fact["panel_archetype"]
    segment, channel = fact["segment"], fact["channel"]
    return [
        (deployment, "archetype", archetype, "all", "all"),
        (deployment, "archetype_segment", archetype, segment, "all"),
        (deployment, "archetype_channel", archetype, "all", channel),
        (deployment, "segment", "all", segment, "all"),
        (deployment, "all", "all", "all", "all"),
    ]


def count(panel: Panel) -> None:
    """Sum what every counted ticket adds, by cell and week, and by cell and window."""
    windows = {
        (row["deployment_id"], row["window_start"], row["window_end"])
        for row in panel.seeds["baselines"]
    }
    for fact in panel.facts:
        added = parts(fact, panel.as_of)
        if fact["arm"] == "holdout" and not fact["exclusion"]:
            for cell in cells_of(fact):
                _add(panel.holdouts, (cell, fact["week"]), added)
        if not fact["is_counted"]:
            continue
        day = fact["opened_at"].date()
        inside = [
            (start, end)
            for deployment, start, end in windows
            if deployment == fact["deployment_id"] and start <= day < end
        ]
        for cell in cells_of(fact):
            _add(panel.totals, (cell, fact["week"]), added)
            _add_scales(panel.scales, (cell, fact["week"]), fact, added)
            for window in inside:
                _add(panel.windows, (cell, window), added)
                _add_scales(panel.window_scales, (cell, window), fact, added)


def _add(totals: dict, key: tuple, added: Mapping) -> None:
    total = totals.setdefault(key, {})
    for measure, (numerator, denominator) in added.items():
        held = total.get(measure, (0, 0))
        total[measure] = (held[0] + numerator, held[1] + denominator)


def _add_scales(scales: dict, key: tuple, fact: Mapping, added: Mapping) -> None:
    held = scales.setdefault(key, defaultdict(set))
    for measure in CSAT & set(added):
        latency = "delayed" if "delayed" in measure else "resolution"
        held[measure].add(fact[f"{latency}_scale"])


def panel_rows(panel: Panel) -> Iterable[dict]:
    """Yield every cell of the panel."""
    first: dict[Cell, date] = {}
    for cell, week in panel.totals:
        first[cell] = min(week, first.get(cell, week))
    for cell, start in first.items():
        count_of_weeks = (panel.last_week - start) // WEEK + 1
        weeks = [start + i * WEEK for i in range(count_of_weeks)]
        for kpi in panel.seeds["kpis"]:
            if kpi["measure"] not in NOT_HERE:
                yield from _series(panel, cell, kpi, weeks)


def _series(panel: Panel, cell: Cell, kpi: Mapping, weeks: list[date]) -> list[dict]:
    measure, deployment, archetype = kpi["measure"], cell[0], cell[2]
    launched_on = panel.launched_on(deployment, archetype)
    rows: list[dict] = []
    for week in weeks:
        total = panel.totals.get((cell, week), {})
        counted = total.get(measure, (0, 0))
        row = {
            "key": (deployment, week, *cell[1:], measure),
            "counted": counted,
            "squares": total.get("escalated_handle_squares", (0, 0))[0],
            "scales": panel.scales.get((cell, week), {}).get(measure, set()),
            "is_mature": panel.is_mature(week, int(kpi["maturity_days"])),
            "maturity_days": int(kpi["maturity_days"]),
            "is_launched": launched_on is not None and week >= launched_on,
            "is_instrumented": measure in panel.feeds[deployment],
            "numerator": float(counted[0]),
            "denominator": None if measure in COUNTS else float(counted[1]),
            "value": value(measure, *counted),
        }
        if not row["is_instrumented"]:
            row |= dict.fromkeys(("numerator", "denominator", "value"))
        rows.append(row)
        _roll(rows, measure)
        row |= _held_out(panel, cell, row, launched_on)
        compare(panel, cell, row, measure)
        pre_deployment(panel, cell, row, measure)
        _trend(rows)
        row |= _target(panel, cell, week, measure)
    return rows


def _roll(rows: list[dict], measure: str) -> None:
    row = rows[-1]
    pooled = [earlier for earlier in rows[-4:] if earlier["is_launched"]]
    row["s1"] = sum(earlier["counted"][0] for earlier in pooled)
    row["n1"] = sum(earlier["counted"][1] for earlier in pooled)
    row["squares1"] = sum(earlier["squares"] for earlier in pooled)
    row["window_scales"] = set().union(*(earlier["scales"] for earlier in pooled))
    row["weeks_present"] = sum(earlier["counted"][1] > 0 for earlier in pooled)
    row["rolling_weeks"] = len(pooled) if row["is_mature"] else None
    row["rolling"] = None
    if row["is_mature"] and row["is_launched"] and row["is_instrumented"]:
        row["rolling"] = value(measure, row["s1"], row["n1"])


def _held_out(panel: Panel, cell: Cell, row: dict, launched_on: date | None) -> dict:
    """Pool the holdout of the same four weeks."""
    week, measure = row["key"][1], BASELINED.get(row["key"][-1])
    weeks = [week - i * WEEK for i in range(4)] if row["is_launched"] else []
    pooled = [panel.holdouts.get((cell, w), {}) for w in weeks if w >= launched_on]
    held = [total.get(measure, (0, 0)) for total in pooled]
    squares = [total.get("any_handle_squares", (0, 0))[0] for total in pooled]
    return {
        "sh": sum(numerator for numerator, _ in held),
        "nh": sum(denominator for _, denominator in held),
        "squaresh": sum(squares),
    }


def _trend(rows: list[dict]) -> None:
    row = rows[-1]
    row["wow"], row["rising_weeks"], row["falling_weeks"] = None, 0, 0
    if len(rows) == 1:
        return
    before = rows[-2]
    if row["value"] is None or before["value"] is None:
        return
    row["wow"] = row["value"] - before["value"]
    if row["is_mature"] and _is_higher(row, before):
        row["rising_weeks"] = before["rising_weeks"] + 1
    if row["is_mature"] and _is_higher(before, row):
        row["falling_weeks"] = before["falling_weeks"] + 1


def _is_higher(row: dict, before: dict) -> bool:
    (s1, n1), (s0, n0) = row["counted"], before["counted"]
    return s1 * n0 > s0 * n1 if row["denominator"] is not None else s1 > s0


def _target(panel: Panel, cell: Cell, week: date, measure: str) -> dict:
    target = {"target_low": None, "target_high": None}
    if measure != "deflection_rate" or cell[1] != "archetype":
        return target
    row = archetype_in_force(panel.seeds, cell[2], week)
    if row is None:
        return target
    return {
        "target_low": float(row["band_low"]),
        "target_high": float(row["band_high"]),
    }


def archetype_in_force(seeds: Mapping, archetype: str, week: date) -> dict | None:
    """Return the archetype's row of the seed that is valid in the week."""
    rows = [
        row
        for row in seeds["archetypes"]
        if row["archetype"] == archetype and (row["valid_from"] or date.min) <= week
    ]
    return max(rows, key=lambda r: r["valid_from"] or date.min, default=None)
