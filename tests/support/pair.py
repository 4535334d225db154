"""One desk built twice in memory: renewed at each step, and whole at each step.

    desk = Pair(tmp_path)
    desk.write("tickets", "w1", [ticket("t1")])
    desk.build()          # everything that can be renewed is as if built whole

Every mart is compared, and every other model that is renewed; or some marts alone, and
what is renewed by anything else than weeks and their periods.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from kpi_runner.build.build import _seeds, _sources, contract_of
from kpi_runner.build.changes import changes_since, landings
from kpi_runner.build.land import land
from kpi_runner.build.models import Builder, Plan, fingerprints, models_in
from kpi_runner.build.renewable import Renewable, is_dated, renewed_by
from kpi_runner.build.renewal import Renewal
from kpi_runner.build.seeds import load_seeds
from kpi_runner.build.state import Landing
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.project.project import Project, read_project
from kpi_runner.project.selection import select
from tests.support.warehouse import ROOT, SEEDS, _with_overlay, write_seeds

FIRST = datetime(2026, 8, 1)
# Models at a time, as when two cores renew.
AT_ONCE = 4


@cache
def project_of(
    zone: str, marts: tuple[str, ...] | None
) -> tuple[Project, dict[str, str], list[str]]:
    """Read the project once; return its SQL and what is built of it here."""
    project = read_project(ROOT, variables={"week_timezone": zone})
    compiled = {
        name: project.compile(name, database="memory") for name in project.models
    }
    wanted = [f"+{name}" for name in compared(project, marts)]
    return project, compiled, select(project, wanted)


def compared(project: Project, marts: Sequence[str] | None) -> list[str]:
    """Return what must be as if built whole: texts may outlive their messages."""
    left_out = {"addition"} if marts is None else {"addition", "finding"}
    renewed = [
        name
        for name in Renewable(project).databases
        if renewed_by(project.models[name]) not in left_out
        and (marts is None or not is_dated(project.models[name]))
    ]
    every = [model.name for model in models_in(project, "marts")]
    return sorted({*(every if marts is None else marts), *renewed})


class Target:
    """One database, and what it remembers from build to build."""

    def __init__(self, folder: Path, zone: str, marts: tuple[str, ...] | None) -> None:
        self.folder = folder
        project, self.compiled, self.names = project_of(zone, marts)
        self.project = _with_overlay(project, folder / "seeds")
        self.engine = DuckDBEngine(threads=1)
        self.held: dict[str, str] = {}
        self.landed: dict[str, Landing] = {}

    def build(self, now: datetime, *, is_renewed: bool) -> dict[str, str]:
        """Land and build; return what is told of the models."""
        contract = contract_of(self.project)
        inventory = land(self.engine, [self.folder / "raw"], contract, now=now)
        load_seeds(self.engine, self.project, self.folder / "seeds")
        former, self.landed = self.landed, landings(inventory)
        changes = changes_since(former, self.landed) if is_renewed else {}
        renewal = None
        if changes:
            before = self._fingerprints(former)
            renewal = Renewal(self.project, self.engine, before, changes)
        fresh = self._fingerprints(self.landed)
        plan = Plan(self.project, self.compiled, fresh, self.folder)
        held = self.held if is_renewed else {}
        builder = Builder(plan, self.engine, held, lambda step: None, renewal)
        builder.build(self.names, AT_ONCE)
        assert not builder.faults, builder.faults
        self.held = builder.fingerprints
        return {result.name: result.message or "" for result in builder.results}

    def digest(self, name: str) -> object:
        """Return what changes with the rows of a model, whatever their order."""
        return self.engine.rows(
            f"select count(*), bit_xor(hash(each)), sum(hash(each))"
            f" from main.{name} as each"
        )

    def _fingerprints(self, landed: Mapping[str, Landing]) -> dict[str, str]:
        origins = {**_sources(landed), **_seeds(self.engine, self.project)}
        return fingerprints(self.project, self.compiled, origins, self.engine)


class Pair:
    """Raw files in a folder, and the two databases that are built from them."""

    def __init__(
        self,
        folder: Path,
        seeds: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        zone: str = "UTC",
        marts: tuple[str, ...] | None = None,
    ) -> None:
        self.marts = marts
        self.raw = folder / "raw"
        self.raw.mkdir()
        self.draft = folder / "draft"
        self.seeds = write_seeds(folder / "seeds", {**SEEDS, **(seeds or {})})
        self.now = FIRST
        self.renewed = Target(folder, zone, marts)
        self.whole = Target(folder, zone, marts)

    def write(self, table: str, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Write one file of a table, or write it again."""
        (self.raw / table).mkdir(exist_ok=True)
        lines = "".join(f"{json.dumps(row, default=str)}\n" for row in rows)
        self.draft.write_text(lines, encoding="utf-8")
        self.draft.replace(self.raw / table / f"{name}.jsonl")

    def remove(self, table: str, name: str) -> None:
        """Take a file away."""
        (self.raw / table / f"{name}.jsonl").unlink()

    def build(self) -> dict[str, str]:
        """Build both and compare; return what was told of the renewed models."""
        self.now += timedelta(days=1)
        told = self.renewed.build(self.now, is_renewed=True)
        self.whole.build(self.now, is_renewed=False)
        for name in compared(self.renewed.project, self.marts):
            if self.renewed.digest(name) != self.whole.digest(name):
                self._compare(name)
        return {name: text for name, text in told.items() if "renewed" in text}

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """Return the rows of a query on what was renewed, as dictionaries."""
        names, rows = self.renewed.engine.described(sql)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _compare(self, name: str) -> None:
        mine, theirs = (
            Counter(map(repr, target.engine.rows(f"from main.{name}")))
            for target in (self.renewed, self.whole)
        )
        if mine != theirs:
            raise AssertionError(
                f"{name}: renewed alone {sorted((mine - theirs).elements())[:3]}, "
                f"built whole alone {sorted((theirs - mine).elements())[:3]}"
            )
