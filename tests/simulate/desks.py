"""Simulated desks for tests: small, once per session, with a view per raw table."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.simulate.desk import TABLES
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.write import Output, write_desk


@dataclass(frozen=True)
class Desk:
    """A desk on disk, and a database that reads it."""

    folder: Path
    engine: DuckDBEngine

    @property
    def truth(self) -> dict[str, Any]:
        return json.loads((self.folder / "truth.json").read_text())

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.engine.rows(sql)

    def count(self, sql: str) -> int:
        return self.rows(f"select count(*) from ({sql})")[0][0]


def simulated(folder: Path, *, kind: str = "parquet", files: int = 1, **asked) -> Desk:
    """Simulate a desk into ``folder`` and open what was written."""
    engine = DuckDBEngine(threads=asked.pop("threads", None))
    write_desk(engine, Options(**asked), Output(folder, kind, files))
    engine.close()
    return opened(folder)


def opened(folder: Path) -> Desk:
    """Open a desk written as Parquet, in one file a table or several."""
    engine = DuckDBEngine()
    for table in TABLES:
        files = f"{folder}/{table}.parquet"
        if (folder / table).is_dir():
            files = f"{folder}/{table}/*.parquet"
        if list(folder.glob(f"{table}*")) and list(folder.rglob("*.parquet")):
            engine.create_view(table, f"select * from read_parquet('{files}')")
    return Desk(folder, engine)
