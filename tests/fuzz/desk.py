"""A database in which raw files land and are staged, as in a build, and no more."""

from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from kpi_runner.build.build import contract_of
from kpi_runner.build.contract import INVENTORY, Contract
from kpi_runner.build.files import find_files
from kpi_runner.build.land import Inventory, land, land_table
from kpi_runner.build.readable import require_readable
from kpi_runner.build.seeds import load_seeds
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.project.selection import select
from tests.fuzz.mutations import Rows
from tests.reference.contract import (
    COLUMNS,
    DURATIONS,
    KEYS,
    OBLIGATORY,
    PROBABILITIES,
    VALUES,
)
from tests.reference.random_desk import RandomDesk
from tests.support.warehouse import (
    LANDED_AT,
    _create,
    _project,
    _with_overlay,
    write_seeds,
)

LATEST = LANDED_AT + timedelta(days=1)
CURRENCIES = {None, "USD", "EUR"}


@cache
def sound_rows() -> dict[str, Rows]:
    """Return a few raw rows of each of the ten tables, as JSON holds them."""
    tables = RandomDesk(2, tickets=60).tables
    tickets = tables["tickets"][:12]
    known = {row["ticket_id"] for row in tickets}
    children = {
        name: [row for row in rows if row["ticket_id"] in known] or rows
        for name, rows in tables.items()
    }
    return {
        **{name: rows[:12] for name, rows in children.items()},
        "tickets": tickets,
        "tool_calls": [call(f"call{n}", row) for n, row in enumerate(tickets)],
        "citations": [citation(f"cite{n}", row) for n, row in enumerate(tickets)],
    }


def call(call_id: str, ticket: dict[str, object]) -> dict[str, object]:
    """Return a row of the audit log."""
    return {
        "call_id": call_id,
        "ticket_id": ticket["ticket_id"],
        "called_at": ticket["opened_at"],
        "tool": "refund",
        "succeeded": True,
        "arguments": '{"amount": 10.5}',
        "result": '{"ok": true}',
    }


def citation(citation_id: str, ticket: dict[str, object]) -> dict[str, object]:
    """Return a document that the bot retrieved."""
    return {
        "citation_id": citation_id,
        "ticket_id": ticket["ticket_id"],
        "cited_at": ticket["opened_at"],
        "document_id": "returns",
        "document_updated_at": "2025-11-01",
        "retrieval_score": 0.75,
    }


class Desk:
    """An engine with seeds in it, to land and stage in as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        overlay = write_seeds(folder / "seeds", RandomDesk(2, tickets=1).seeds)
        self.shared = _project("{}")
        project = _with_overlay(self.shared, overlay)
        self.contract = contract_of(project)
        self.engine = DuckDBEngine(threads=1)
        load_seeds(self.engine, project, overlay)
        wanted = ["+quarantine", *(f"+stg_{table}" for table in COLUMNS)]
        self.models = select(project, wanted)
        (folder / "raw").mkdir()
        (folder / "raw" / "tickets.json").write_text("[]", encoding="utf-8")
        self.land(folder / "raw")

    def land(self, folder: Path) -> Inventory:
        """Land a raw folder."""
        return land(self.engine, [folder], self.contract, now=LANDED_AT)

    def land_alone(self, folder: Path, name: str) -> int:
        """Land one table, which its folder alone holds; return the rows read."""
        table = self.contract.tables[f"raw.{name}"]
        files = find_files([folder], [name]).by_table[name]
        land_table(self.engine, table, files, None, LANDED_AT)
        require_readable(self.engine, [folder], Contract({table.name: table}))
        ((read,),) = self.engine.rows(
            f"select row_count from {INVENTORY} where table_name = ?", [name]
        )
        return read

    def stage(self) -> None:
        """Build staging and quarantine of what has landed."""
        for name in self.models:
            _create(self.engine, self.shared, name)

    def landed(self, table: str) -> tuple[int, int]:
        """Return how many rows of a table have landed, and how many lines have not."""
        ((rows,),) = self.engine.rows(f"select count(*) from raw.{table}")
        ((lines,),) = self.engine.rows(
            "select count(*) from raw.malformed_lines where table_name = ?", [table]
        )
        return rows, lines

    def ended(self, table: str) -> tuple[int, int]:
        """Return how many rows of a table are staged, and how many in quarantine."""
        ((staged,),) = self.engine.rows(f"select count(*) from stg_{table}")
        ((kept,),) = self.engine.rows(
            "select count(*) from quarantine where table_name = ?", [table]
        )
        return staged, kept

    def staged(self, table: str) -> Rows:
        """Return the staged rows of a table."""
        names = [name for name, _ in COLUMNS[table]]
        rows = self.engine.rows(f"select {', '.join(names)} from stg_{table}")
        return [dict(zip(names, row, strict=True)) for row in rows]


def faults(table: str, rows: Rows, tickets: set[object]) -> list[str]:
    """Return what staged rows have that the contract forbids."""
    found = [f"{fault}: {row}" for row in rows for fault in faults_of(table, row)]
    if table != "tickets":
        found += [f"orphan: {row}" for row in rows if row["ticket_id"] not in tickets]
    keys = Counter(tuple(row[name] for name in KEYS.get(table, row)) for row in rows)
    return found + [f"twice: {key}" for key, count in keys.items() if count > 1]


def faults_of(table: str, row: dict) -> list[str]:
    """Return what is wrong with one staged row, taken by itself."""
    # A document may say what it likes of its own date: it is no event of the desk.
    events = {name: each for name, each in row.items() if name != "document_updated_at"}
    moments = [each for each in events.values() if isinstance(each, datetime)]
    seconds = [row[name] for name in DURATIONS if row.get(name) is not None]
    shares = [row[name] for name in PROBABILITIES if row.get(name) is not None]
    low, high, score = (row.get(f) for f in ("scale_min", "scale_max", "score"))
    checks = {
        "missing": any(row[name] is None for name in OBLIGATORY[table]),
        "empty": any(value == "" for value in row.values()),
        "late": any(moment > LATEST for moment in moments),
        "disordered": is_disordered(row),
        "scale": low is not None and not low < high,
        "score": score is not None and not low <= score <= high,
        "share": not all(0 <= share <= 1 for share in shares),
        "seconds": any(value < 0 for value in seconds),
        "unknown": any(
            row.get(name) is not None and row[name] not in known
            for name, known in VALUES.items()
        ),
        "currency": row.get("currency") not in CURRENCIES,
        "deployment": row.get("deployment_id", "north")
        not in {"north", "south", "west"},
    }
    return [name for name, is_wrong in checks.items() if is_wrong]


def is_disordered(row: dict) -> bool:
    """Tell whether something ended before it began."""
    pairs = (("closed_at", "opened_at"), ("resolved_at", "opened_at"))
    pairs = (*pairs, ("responded_at", "sent_at"))
    return any(
        row.get(end) is not None and row[end] < row[start] for end, start in pairs
    )
