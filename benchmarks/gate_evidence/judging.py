"""Weekly sums in, the project's own verdicts out: its models judge, in DuckDB."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.gate_evidence.scenarios import BASELINE_WEEKS
from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.engines.engine import Row
from kpi_runner.project.project import Project, read_project
from kpi_runner.project.selection import select
from tests.support.warehouse import ROOT, ticket, warehouse

HERE = Path(__file__).parent
MODES = ("literal", "evidence")
FIRST_WEEK = date(2025, 11, 10)
LAUNCHED_ON = FIRST_WEEK + timedelta(weeks=BASELINE_WEEKS)
# By then everything has matured.
AS_OF = "2026-12-01"
VERDICTS = "int_verdicts_reached"


@dataclass(frozen=True, slots=True)
class Judge:
    """A database in which the tables of `given/` take the place of raw data.

    Everything that stands on them up to the verdicts is the project's own model.
    """

    engine: DuckDBEngine

    def judge(self, drawn: pa.Table) -> Iterator[str]:
        """Judge weekly sums in each mode; yields the mode when its rows stand."""
        self._load(drawn)
        for path in _given():
            name = self.engine.quote(path.stem)
            self.engine.execute(f"delete from {name}")
            self.engine.execute(f"insert into {name} by name {path.read_text()}")
        former: dict[str, str] = {}
        for mode in MODES:
            compiled = _compiled(mode)
            for name in _changed(_project(mode), former, compiled):
                self.engine.create_table(name, compiled[name])
            former = compiled
            yield mode

    def rows(self, query: str, asked: Mapping[str, str | date]) -> list[Row]:
        """Return the rows of the query of that name, which reads these variables."""
        for name, value in asked.items():
            kind = "date " if isinstance(value, date) else ""
            self.engine.execute(f"set variable {name} = {kind}{literal(str(value))}")
        return self.engine.rows((HERE / f"{query}.sql").read_text())

    def _load(self, drawn: pa.Table) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "drawn.parquet"
            pq.write_table(drawn, path)
            self.engine.create_table("drawn", f"from {literal(str(path))}")
        self.engine.execute(f"set variable first_week = date '{FIRST_WEEK}'")
        self.engine.execute(f"set variable launched_on = date '{LAUNCHED_ON}'")
        self.engine.create_table("drawn_cells", (HERE / "drawn_cells.sql").read_text())


def open_judge() -> Judge:
    """Build every table once, from a single ticket, so that each has its types."""
    built = warehouse(
        tickets=[ticket("t1")], variables={"as_of": AS_OF}, upto=[VERDICTS]
    )
    for path in _given():
        # What is drawn takes the place of a view, too.
        name = built.engine.quote(path.stem)
        built.engine.create_table("given", f"from {name} limit 0")
        built.engine.drop(path.stem)
        built.engine.execute(f"alter table given rename to {name}")
    return Judge(built.engine)


def _given() -> list[Path]:
    return sorted((HERE / "given").glob("*.sql"))


@cache
def _project(mode: str) -> Project:
    return read_project(ROOT, variables={"as_of": AS_OF, "gate_mode": mode})


@cache
def _compiled(mode: str) -> dict[str, str]:
    """Return the SQL of every model between the given tables and the verdicts."""
    project = _project(mode)
    given = {path.stem for path in (HERE / "given").glob("*.sql")}
    below = set[str]().union(*(project.graph.descendants(name) for name in given))
    needed, waiting = set[str](), [VERDICTS]
    while waiting:
        name = waiting.pop()
        needed.add(name)
        waiting += set(project.graph.parents(name)) - given - needed
    return {
        name: project.compile(name, database="memory")
        for name in select(project, [f"+{VERDICTS}"])
        if name in below & needed
    }


def _changed(
    project: Project, former: dict[str, str], compiled: dict[str, str]
) -> list[str]:
    """Return the models whose SQL the mode changes, and those that read them."""
    changed: list[str] = []
    for name, sql in compiled.items():
        if former.get(name) != sql or set(project.graph.parents(name)) & set(changed):
            changed.append(name)
    return changed
