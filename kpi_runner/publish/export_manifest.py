"""The manifest of an export: its files with their sums, its run, the gate's verdict."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.publish.export_tables import Part, Table

NAME = "manifest.json"
# The mart that has a row for every week, and the one that the gate judges.
_PANEL, _GATE = "panel_weekly", "gate"

# What `kpi gate` exits with by default, as far as the mart knows: that the data can be
# trusted is the suites' business.
_VERDICT = """
with cells as (
    select
        gate_mode,
        status,
        status in ('review', 'rollback', 'incident')
        and fails_ci and not is_waived and not is_answered as is_failing,
        status in ('protected', 'held', 'watch', 'review', 'rollback', 'incident')
        as is_judged
    from gate
)

select
    min(gate_mode),
    case
        when count(*) filter (where is_failing) > 0 then 'breach'
        when count(*) filter (where is_judged) > 0 then 'passed'
        else 'not_judged'
    end,
    count(*) filter (where is_failing),
    (
        select map_from_entries(array_agg((status, cell_count) order by status))
        from (select status, count(*) as cell_count from cells group by status)
    )
from cells
"""
_JUDGED_BY = ("gate_mode", "status", "fails_ci", "is_waived", "is_answered")


@dataclass(frozen=True, slots=True)
class File:
    """A file of an export, as its manifest names it; ``weeks`` are first and last."""

    mart: str
    path: str
    rows: int
    bytes: int
    sha256: str
    weeks: Mapping[str, str] | None


def file_of(marts: Engine, part: Part, folder: Path) -> File:
    """Describe a file that was written; its rows are counted in the file itself."""
    path = folder / part.path
    counted = marts.rows(f"select count(*) from read_parquet({literal(str(path))})")
    return File(
        mart=part.table.name,
        path=part.path,
        rows=int(counted[0][0]),
        bytes=path.stat().st_size,
        sha256=_sum_of(path),
        weeks=_weeks(marts, part.table, part.condition),
    )


def manifest_of(
    marts: Engine,
    tables: Sequence[Table],
    run: Mapping[str, object],
    *,
    codec: str,
    files: Sequence[File],
) -> str:
    """Return the manifest as JSON."""
    by_name = {table.name: table for table in tables}
    panel, gate = by_name.get(_PANEL), by_name.get(_GATE)
    return as_json(
        {
            **run,
            "codec": codec,
            "weeks": _weeks(marts, panel) if panel else None,
            "gate": _verdict(marts, gate) if gate else None,
            "files": [asdict(file) for file in files],
        }
    )


def as_json(content: Mapping[str, object]) -> str:
    """Return JSON for people and programs; instants end in Z, for they are UTC."""
    return json.dumps(content, indent=2, ensure_ascii=False, default=_instant) + "\n"


def _instant(value: object) -> str:
    return f"{value.isoformat()}Z" if isinstance(value, datetime) else str(value)


def _weeks(
    marts: Engine, table: Table, condition: str = "true"
) -> dict[str, str] | None:
    """Return the first and the last week of a table's rows, if it has weeks."""
    if not table.has("week", "DATE"):
        return None
    first, last = marts.rows(
        f"select min(week), max(week) from {marts.quote(table.name)} where {condition}"
    )[0]
    return {"first": str(first), "last": str(last)} if first else None


def _verdict(marts: Engine, gate: Table) -> dict[str, object] | None:
    if not {column.name for column in gate.columns}.issuperset(_JUDGED_BY):
        return None
    mode, verdict, failing, statuses = marts.rows(_VERDICT)[0]
    return {
        "mode": mode,
        "verdict": verdict,
        "failing": failing,
        "statuses": statuses or {},
    }


def _sum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
