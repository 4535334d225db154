"""Waivers that excuse nothing: a breach that is over, or a name that is wrong."""

import csv
from collections.abc import Iterable
from pathlib import Path

from kpi_runner.errors import Place
from kpi_runner.gate.docket import Cell
from kpi_runner.gate.verdict import Verdict

_NAMED = ("deployment_id", "archetype", "segment")


def unused_waivers(path: Path, verdict: Verdict) -> list[str]:
    """Return a warning for each waiver in force that no breach needs."""
    if not path.is_file() or verdict.as_of is None:
        return []
    today = verdict.as_of.date().isoformat()
    cells = [breach.cell for breach in verdict.breaches]
    warnings = []
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            begins, ends = row.get("created_on") or "", row.get("expires_on") or ""
            if begins <= today <= ends and not _is_used(row, cells):
                warnings.append(
                    f"{Place(path, reader.line_num)}: the waiver of {row.get('rule')} "
                    f"until {ends} is unused: nothing that it names is in breach."
                )
    return warnings


def _is_used(row: dict[str, str], cells: Iterable[Cell]) -> bool:
    return any(
        cell.rule == row.get("rule")
        and all(
            not row.get(name) or getattr(cell, name) == row[name] for name in _NAMED
        )
        for cell in cells
    )
