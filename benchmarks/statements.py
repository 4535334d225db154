"""The statements of a whole build, written down for the bare script.

    python -m benchmarks.statements RAW SCRIPT.json

Landing and seeds are carried out once, in a database that is thrown away, and what
they make is recorded; the queries by which they check are left out. Then come the
project's models, compiled as a build compiles them, in its order; then the file of
marts, each in its total order.
"""

import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from kpi_runner.build.build import contract_of
from kpi_runner.build.land import land
from kpi_runner.build.models import models_in
from kpi_runner.build.seeds import load_seeds
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.engines.engine import Row, Value
from kpi_runner.project.project import Project, read_project
from kpi_runner.publish.publish import STORAGE, grain_of

ROOT = Path(__file__).parents[1]
_QUERIES = ("select", "describe", "with")

Statement = tuple[str, Sequence[Value]]


class Recorder(DuckDBEngine):
    """A DuckDB engine that remembers every statement that made something."""

    def __init__(self, path: Path) -> None:
        """Open the database."""
        self.made: list[Statement] = []
        super().__init__(path)

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one statement, and remember it when it is not only a query."""
        found = super().rows(sql, parameters)
        if not sql.lstrip().lower().startswith(_QUERIES):
            self.made.append((sql, parameters))
        return found


def statements(raw: Path) -> list[Statement]:
    """Return every statement of a full build of the raw files, in order."""
    project = read_project(ROOT, seeds=raw / "seeds")
    with tempfile.TemporaryDirectory() as folder:
        engine = Recorder(Path(folder) / "work.duckdb")
        now = datetime.now(UTC).replace(tzinfo=None)
        land(engine, [raw], contract_of(project), now=now)
        load_seeds(engine, project, raw / "seeds")
        engine.close()
    return [*engine.made, *_models(project), *_marts(project)]


def _models(project: Project) -> list[Statement]:
    made = []
    for model in project.graph.order():
        kind = "view" if model.materialized == "view" else "table"
        sql = project.compile(model.name, database="work")
        made.append((f'create or replace {kind} main."{model.name}" as {sql}', ()))
    return made


def _marts(project: Project) -> list[Statement]:
    attach = f"attach '{{draft}}' as marts (storage_version '{STORAGE}')"
    made: list[Statement] = [(attach, ())]
    for mart in models_in(project, "marts"):
        key = ", ".join(f'"{column}" nulls last' for column in grain_of(mart)) or "all"
        query = f'select * from main."{mart.name}" order by {key}'
        made.append((f'create table marts.main."{mart.name}" as {query}', ()))
    return [*made, ("checkpoint marts", ()), ("detach marts", ())]


if __name__ == "__main__":
    listed = statements(Path(sys.argv[1]).absolute())
    Path(sys.argv[2]).write_text(json.dumps(listed, default=str), "utf-8")
