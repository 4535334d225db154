"""Land real files of a few tables, as the tests of landing need it."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kpi_runner.build.contract import Contract, ContractColumn, ContractTable
from kpi_runner.build.land import Inventory, land
from kpi_runner.engines.duckdb import DuckDBEngine, literal

NOW = datetime(2026, 7, 6, 12)


def contract(*, required: Sequence[str] = ()) -> Contract:
    """Return a contract of two tables, with every type, and of a helpdesk's."""
    notes = [
        ContractColumn("note_id", "varchar", is_required=True),
        ContractColumn("written_at", "timestamp"),
        ContractColumn("body", "varchar"),
        ContractColumn("is_read", "boolean"),
        ContractColumn("score", "double"),
        ContractColumn("amount", "decimal(18,2)"),
        ContractColumn("class", "bigint"),
        ContractColumn("written_on", "date"),
    ]
    marks = [ContractColumn("mark_id", "varchar", is_required=True)]
    desk = [ContractColumn("id", "varchar")]
    tables = [
        ContractTable("raw.notes", "raw.notes", tuple(notes), "written_at"),
        ContractTable("raw.marks", "raw.marks", tuple(marks)),
        ContractTable("desk.ticket", "helpdesk.ticket", tuple(desk)),
    ]
    found = [replace(each, is_required=each.label in required) for each in tables]
    return Contract({table.name: table for table in found})


class Landed:
    """A database that raw files land in, as often as a test wants."""

    def __init__(self, path: Path | None = None, spill: Path | None = None) -> None:
        """Open the database, in memory without a path."""
        self.engine = DuckDBEngine(path, temp_directory=spill)

    def land(
        self, *paths: Path, now: datetime = NOW, required: Sequence[str] = ()
    ) -> Inventory:
        """Land raw paths under the contract of two tables."""
        return land(self.engine, paths, contract(required=required), now=now)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.engine.rows(sql)

    def bodies(self) -> list[tuple[Any, ...]]:
        """Return id and body of every note, in order of the file."""
        return self.rows("select note_id, body from raw.notes order by raw_row")

    def malformed(self) -> list[tuple[Any, ...]]:
        """Return line number and text of every malformed line, in order."""
        return self.rows("select raw_row, line from raw.malformed_lines order by all")

    def inventory(self, columns: str, table: str = "notes") -> tuple[Any, ...]:
        """Return columns of a table's row in the inventory."""
        where = f"where table_name = '{table}'"
        return self.rows(f"select {columns} from raw.inventory {where}")[0]


def landed(folder: Path, files: Mapping[str, str | bytes]) -> Landed:
    """Write files into a raw folder and land it."""
    write(folder, files)
    database = Landed()
    database.land(folder)
    return database


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files by name, text as UTF-8 with its line ends as they are."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_parquet(path: Path, sql: str) -> None:
    """Write a query's rows as a Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = DuckDBEngine()
    engine.execute(f"copy ({sql}) to {literal(str(path))} (format parquet)")
    engine.close()
