"""A real build in memory: raw rows in, rows of any model out.

    built = warehouse(
        tickets=[ticket("t1", bot_attempted=True)],
        surveys=[...],
        seeds={"deployments": [...]},
        variables={"as_of": "2026-03-01"},
        upto=["fct_tickets"],
    )
    assert built.rows("select ticket_id, week from fct_tickets") == [...]

The rows are written to real files and landed, typed and built as `kpi build` does it.
"""

import csv
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from kpi_runner.build.build import contract_of
from kpi_runner.build.land import land
from kpi_runner.build.seeds import load_seeds
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.project.project import Project, read_project
from kpi_runner.project.selection import select

ROOT = Path(__file__).parents[2]
LANDED_AT = datetime(2030, 1, 1)

# One deployment, launched, compared with the thirteen weeks before.
SEEDS: Mapping[str, list[dict[str, Any]]] = {
    "deployments": [
        {
            "deployment_id": "desk",
            "name": "Desk",
            "launched_on": "2026-01-05",
            "regulated": "false",
            "rollback_owner": "Owner",
            "rollback_contact": "owner@example.com",
            "follow_up_days": "7",
        }
    ],
    "baselines": [
        {
            "deployment_id": "desk",
            "window_start": "2025-10-06",
            "window_end": "2026-01-05",
            "approved_by": "Owner",
            "reason": "before launch",
        }
    ],
    "intents": [
        {"intent": name, "archetype": name}
        for name in ("order_status", "password_reset", "returns", "plan_changes")
    ],
}


@dataclass(frozen=True)
class Warehouse:
    """A built database; close it or let it go."""

    engine: DuckDBEngine
    project: Project

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query over seeds, models and raw tables."""
        return self.engine.rows(sql)

    def value(self, sql: str) -> Any:
        """Return the one value of a query."""
        ((value,),) = self.engine.rows(sql)
        return value

    def records(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a query as dictionaries."""
        names = [row[0] for row in self.engine.rows(f"describe ({sql})")]
        return [dict(zip(names, row, strict=True)) for row in self.engine.rows(sql)]


def ticket(ticket_id: str, **columns: Any) -> dict[str, Any]:
    """Return a counted ticket of the desk's second week, with columns replaced."""
    return {
        "ticket_id": ticket_id,
        "deployment_id": "desk",
        "customer_id": f"customer of {ticket_id}",
        "intent": "order_status",
        "opened_at": "2026-01-12 10:00:00",
        "resolved_at": "2026-01-12 11:00:00",
        "bot_attempted": False,
        **columns,
    }


def warehouse(
    *,
    seeds: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    variables: Mapping[str, Any] | None = None,
    upto: Iterable[str] = (),
    raw: Path | None = None,
    overlay: Path | None = None,
    **tables: Sequence[Mapping[str, Any]],
) -> Warehouse:
    """Build the project, or all that ``upto`` needs, from raw rows by table name.

    ``seeds`` adds to and replaces the seeds of one desk (SEEDS); ``raw`` and
    ``overlay`` take folders of files instead.
    """
    with tempfile.TemporaryDirectory() as folder:
        raw_folder = raw or write_raw(Path(folder) / "raw", tables)
        overlay = overlay or write_seeds(
            Path(folder) / "seeds", {**SEEDS, **(seeds or {})}
        )
        shared = _project(json.dumps(variables or {}, default=str))
        project = _with_overlay(shared, overlay)
        engine = DuckDBEngine(threads=1)
        contract = contract_of(project)
        land(engine, [raw_folder], contract, now=LANDED_AT)
        load_seeds(engine, project, overlay)
        for name in select(project, [f"+{model}" for model in upto]):
            _create(engine, shared, name)
    return Warehouse(engine, project)


@cache
def _project(variables: str) -> Project:
    """Read the project once per set of variables: it is the same for every test."""
    return read_project(ROOT, variables=json.loads(variables))


_COMPILED: dict[tuple[int, str], str] = {}


def _compiled(project: Project, name: str, database: str) -> str:
    key = (id(project), name)
    if key not in _COMPILED:
        _COMPILED[key] = project.compile(name, database=database)
    return _COMPILED[key]


def _with_overlay(project: Project, overlay: Path) -> Project:
    """Return the project with the overlay's seed files in the place of its own."""
    given = {path.stem: path for path in overlay.glob("*.csv")}
    seeds = {
        name: replace(seed, path=given.get(name, seed.path))
        for name, seed in project.seeds.items()
    }
    return replace(project, seeds=seeds)


def _create(engine: DuckDBEngine, project: Project, name: str) -> None:
    sql = _compiled(project, name, engine.database)
    if project.models[name].materialized == "view":
        engine.create_view(name, sql)
    else:
        engine.create_table(name, sql)


def write_raw(folder: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """Write rows by table name as JSON lines, and return the folder."""
    folder.mkdir()
    for table, rows in tables.items():
        lines = (json.dumps(row, default=str) for row in rows)
        path = folder / f"{table}.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


def write_seeds(folder: Path, seeds: Mapping[str, Sequence[Mapping[str, Any]]]) -> Path:
    """Write seeds as CSV files into a new folder; an empty one has the real header."""
    folder.mkdir()
    for name, rows in seeds.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        columns = columns or _header(name)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def _header(seed: str) -> list[str]:
    with (ROOT / "seeds" / f"{seed}.csv").open(encoding="utf-8") as file:
        return next(csv.reader(file))
