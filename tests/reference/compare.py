"""Build the reference beside a real build and list every cell that differs."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from tests.reference.contract import Staged, stage
from tests.reference.facts import ticket_facts
from tests.reference.gate import (
    JUDGED,
    MEANS,
    csat_states,
    holdout_delta,
    intervals,
    latest_mature,
    pairs,
    removals,
)
from tests.reference.measures import BASELINED, COUNTS, CSAT, NOT_HERE
from tests.reference.panel import (
    Panel,
    count,
    fold_archetypes,
    instrumented_feeds,
    panel_rows,
)
from tests.reference.rules import RULES, add_states
from tests.support.warehouse import LANDED_AT, Warehouse

MODELS = (
    "data_quality",
    "exclusions",
    "fct_tickets",
    "panel_weekly",
    "gate",
    "deflection_weekly",
)
CELL = ("deployment_id", "week", "slice", "archetype", "segment", "channel", "measure")
COUNTED = ("s1", "n1", "s0", "n0")


class Reference:
    """The independent calculation of one desk."""

    def __init__(self, raw: Mapping, seeds: Mapping, variables: Mapping) -> None:
        asked = variables.get("as_of")
        as_of = datetime.fromisoformat(asked) if asked else None
        zone = variables.get("week_timezone", "UTC")
        self.mode = variables.get("gate_mode", "evidence")
        self.staged: Staged = stage(raw, seeds, LANDED_AT, as_of)
        self.facts = ticket_facts(self.staged, seeds, zone=zone)
        self.panel = Panel(
            self.facts,
            seeds,
            self.staged.as_of,
            zone,
            instrumented_feeds(self.staged.tables, seeds["kpis"]),
        )
        fold_archetypes(self.panel, variables.get("top_archetypes", 8))
        count(self.panel)
        self.cells = {row["key"]: row for row in panel_rows(self.panel)}
        for row in self.cells.values():
            row.update(intervals(row))
            if row["key"][-1] in CSAT and row["key"][2] in JUDGED:
                literal, evidence = csat_states(self.panel, row)
                row.update(status_literal=literal, status_evidence=evidence)
        self._put_in_force()
        self.removed = removals(self.cells)
        add_states(self.panel, self.cells, self.removed)
        self._put_in_force()

    def _put_in_force(self) -> None:
        """Segments are judged by the evidence in either mode."""
        for row in self.cells.values():
            by_letter = self.mode == "literal" and row["key"][2] == "archetype"
            name = "status_literal" if by_letter else "status_evidence"
            if name in row:
                row["status"] = row[name]


def differences(built: Warehouse, expected: Reference) -> list[str]:
    """Return every difference in words; a failing test shows the first."""
    return [
        *_quality(built, expected),
        *_facts(built, expected),
        *_exclusions(built, expected),
        *_panel(built, expected),
        *_gate(built, expected),
        *_pairs(built, expected),
    ]


def _quality(built: Warehouse, expected: Reference) -> Iterator[str]:
    staged = expected.staged
    for row in built.records("select * from data_quality"):
        table = row["table_name"]
        mine = {
            "rows_read": staged.rows_read[table],
            "rows_staged": len(staged.tables[table]),
            "newest_event_at": staged.newest[table],
        }
        mine |= {f"{name}_count": n for name, n in staged.reasons[table].items()}
        yield from _differing(table, mine, row)


def _facts(built: Warehouse, expected: Reference) -> Iterator[str]:
    theirs = {
        row["ticket_id"]: row for row in built.records("select * from fct_tickets")
    }
    mine = {fact["ticket_id"]: _without_scales(fact) for fact in expected.facts}
    yield from _compared(mine, theirs)


def _without_scales(fact: Mapping) -> dict:
    return {name: held for name, held in fact.items() if not name.endswith("_scale")}


def _exclusions(built: Warehouse, expected: Reference) -> Iterator[str]:
    records = built.records("select * from exclusions")
    keys = ("deployment_id", "week", "reason")
    theirs = {tuple(row[name] for name in keys): row for row in records}
    mine = Counter(
        (fact["deployment_id"], fact["week"], fact["exclusion"] or "holdout")
        for fact in expected.facts
        if not fact["is_counted"]
    )
    yield from _compared({key: {"ticket_count": n} for key, n in mine.items()}, theirs)


def _panel(built: Warehouse, expected: Reference) -> Iterator[str]:
    records = built.records("select * from panel_weekly")
    theirs = {
        tuple(row[name] for name in CELL): row
        for row in records
        if row["measure"] not in NOT_HERE
    }
    yield from _compared(expected.cells, theirs)


def _gate(built: Warehouse, expected: Reference) -> Iterator[str]:
    """Rules of policy stand at another week and rules of a list at some archetypes."""
    latest = latest_mature(expected.cells.values())
    records = built.records("select *, 'all' as channel from gate")
    keys = (CELL[0], *CELL[2:])
    theirs = {tuple(row[name] for name in keys): row for row in records}
    judged = {key: row for key, row in latest.items() if key[-1] in CSAT}
    others = {
        key: row
        for key, row in latest.items()
        if key in theirs and key[-1] in RULES and key not in judged
    }
    mine = {key: _judged(row) for key, row in (judged | others).items()}
    yield from _compared(
        mine, {key: theirs[key] for key in theirs.keys() & mine.keys()}
    )


def _pairs(built: Warehouse, expected: Reference) -> Iterator[str]:
    records = built.records("select * from deflection_weekly")
    names = ("deployment_id", "week", "archetype")
    theirs = {tuple(row[name] for name in names): row for row in records}
    mine = pairs(expected.panel, expected.cells, expected.removed)
    yield from _compared(mine, theirs)


def _judged(row: Mapping) -> dict:
    cell = {**row, "week": row["key"][1]}
    if row["key"][-1] in BASELINED.keys() - {"model_csat", "resolution_coverage"}:
        cell["holdout_delta"] = holdout_delta(row)
    if not row["is_instrumented"]:
        cell = cell | dict.fromkeys(COUNTED) | {"weeks_present": 0}
    if row["key"][-1] not in BASELINED:
        cell |= {"s0": None, "n0": None}
    if row["key"][-1] in MEANS | set(COUNTS):
        cell = {name: held for name, held in cell.items() if name not in COUNTED}
        cell = {name: held for name, held in cell.items() if "delta_" not in name}
    return cell


def _compared(mine: Mapping, theirs: Mapping) -> Iterator[str]:
    for key in sorted(mine.keys() ^ theirs.keys(), key=str):
        yield f"{key}: only in the {'reference' if key in mine else 'build'}"
    for key in mine.keys() & theirs.keys():
        yield from _differing(key, mine[key], theirs[key])


def _differing(key: object, mine: Mapping, theirs: Mapping) -> Iterable[str]:
    for name in mine.keys() & theirs.keys():
        if not same(mine[name], theirs[name]):
            yield f"{key} {name}: reference {mine[name]!r}, build {theirs[name]!r}"


def same(one: object, other: object) -> bool:
    """Compare exactly, doubles to 1e-9."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
