"""Landing: raw files become the tables of the contract, and nothing is lost."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kpi_runner.build.branches import read_branches, union_of
from kpi_runner.build.contract import (
    INVENTORY,
    MALFORMED,
    Contract,
    ContractTable,
    strange,
)
from kpi_runner.build.databases import with_tables_of_databases
from kpi_runner.build.files import RawFile, find_files
from kpi_runner.build.refusals import absent
from kpi_runner.engines.engine import Engine, Value
from kpi_runner.errors import ContractError, EngineError

STATE = "landing.tables"
# Raise it when landing itself changes, so that every database lands anew.
VERSION = 1
CREATE = f"""
create schema if not exists raw;
create schema if not exists landing;
create table if not exists {INVENTORY} (
    table_name varchar, is_present boolean, file_count bigint, row_count bigint,
    byte_count bigint, newest_event_at timestamp, landed_at timestamp,
    extra_columns varchar
);
create table if not exists {MALFORMED} (
    table_name varchar, raw_file varchar, raw_row bigint, line varchar
);
create table if not exists {STATE} (
    table_name varchar, files varchar, fingerprint varchar
);
"""


@dataclass(frozen=True, slots=True)
class LandedTable:
    """What was found of one contract table; ``fingerprint`` changes with its rows.

    ``shape`` changes with its contract and with the types that landed.
    """

    name: str
    is_present: bool
    file_count: int
    row_count: int
    byte_count: int
    newest_event_at: datetime | None
    landed_at: datetime
    extra_columns: str | None
    fingerprint: str
    is_changed: bool
    shape: str
    files: tuple[RawFile, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a database remembers of landing a table: its files, and all it hangs on."""

    files: str
    fingerprint: str
    landed_at: datetime


@dataclass(frozen=True, slots=True)
class Inventory:
    """What landing found: tables by ``source.table``, and remarks for people."""

    tables: Mapping[str, LandedTable]
    notes: tuple[str, ...]


def land(
    engine: Engine, paths: Sequence[Path], contract: Contract, *, now: datetime
) -> Inventory:
    """Make every table of the contract from the raw paths.

    Parquet stays where it is and is read through a view; CSV, JSON and DuckDB files
    are taken over. ``now`` is stored as landed_at of the tables whose files changed
    since the last landing in this database.

    Raises KpiError for a path that does not exist and ContractError for a file that
    cannot be read, a required table or column that is missing.
    """
    found = find_files(paths, [table.label for table in contract.tables.values()])
    files = with_tables_of_databases(engine, found, contract)
    require(contract, files, paths)
    engine.execute(CREATE)
    for schema in sorted({t.relation.split(".")[0] for t in contract.tables.values()}):
        engine.execute(f"create schema if not exists {engine.quote(schema)}")
    moment = now.astimezone(UTC).replace(tzinfo=None) if now.tzinfo else now
    former = remembered(engine, contract)
    memories = {
        table.label: land_table(
            engine, table, files.get(table.label, ()), former.get(table.label), moment
        )
        for table in contract.tables.values()
    }
    landed = stock(engine, contract, memories, former, files)
    ignored = [
        f"{label}: columns outside the contract are not read: {columns}."
        for name, table in landed.items()
        if (label := contract.tables[name].label)
        and (columns := strange(label, table.extra_columns))
    ]
    return Inventory(landed, (*found.notes, *ignored))


def require(
    contract: Contract,
    files: Mapping[str, Sequence[RawFile]],
    paths: Sequence[Path],
) -> None:
    """Refuse to go on without the tables that must be there."""
    for table in contract.tables.values():
        if table.is_required and not files.get(table.label):
            raise absent(table, files, paths)


def remembered(engine: Engine, contract: Contract) -> dict[str, Memory]:
    """Return what this database remembers of the tables that it still holds."""
    views = "select schema_name || '.' || view_name from duckdb_views()"
    held = set(engine.rows(f"{views} where database_name = current_database()"))
    rows = engine.rows(
        f"select table_name, files, fingerprint, landed_at from {STATE}"
        f" join {INVENTORY} using (table_name)"
    )
    found = {label: Memory(*rest) for label, *rest in rows}
    return {
        table.label: found[table.label]
        for table in contract.tables.values()
        if table.label in found and (table.relation,) in held
    }


def land_table(
    engine: Engine,
    table: ContractTable,
    files: Sequence[RawFile],
    former: Memory | None,
    now: datetime,
) -> Memory:
    """Land one table, unless its files and its contract are the former ones."""
    signature = digest([file.signature for file in files])
    fingerprint = digest([signature, repr(table), engine.version, VERSION])
    if former and former.fingerprint == fingerprint:
        return former
    is_same = former is not None and former.files == signature
    landed_at = former.landed_at if former and is_same else now
    engine.execute(
        f"update {STATE} set fingerprint = null where table_name = ?", [table.label]
    )
    engine.execute(f"delete from {MALFORMED} where table_name = ?", [table.label])
    branches, extra = read_branches(engine, table, files)
    engine.create_view(table.relation, union_of(engine, table, branches))
    take_stock(engine, table, files, extra, landed_at)
    replace_row(engine, STATE, [table.label, signature, fingerprint])
    return Memory(signature, fingerprint, landed_at)


def take_stock(
    engine: Engine,
    table: ContractTable,
    files: Sequence[RawFile],
    extra: Sequence[str],
    landed_at: datetime,
) -> None:
    """Write the inventory row of a table."""
    newest = newest_event(engine, table)
    relation = engine.quote(table.relation)
    try:
        found = engine.rows(f"select count(*), {newest} from {relation}")
    except EngineError as error:
        raise ContractError(
            f"The raw table '{table.label}' cannot be read: "
            f"{error.message.partition(chr(10))[0]}",
            hint=f"Its files: {', '.join(file.name for file in files)}.",
        ) from error
    row_count, newest_at = found[0]
    malformed = engine.rows(
        f"select count(*) from {MALFORMED} where table_name = ?", [table.label]
    )[0][0]
    replace_row(
        engine,
        INVENTORY,
        [
            table.label,
            bool(files),
            len(files),
            row_count + malformed,
            sum(file.byte_count for file in files),
            newest_at,
            landed_at,
            ", ".join(extra) or None,
        ],
    )


def newest_event(engine: Engine, table: ContractTable) -> str:
    """Return the SQL of the newest event time, which may have landed as text."""
    if not table.event_at:
        return "cast(null as timestamp)"
    column = engine.quote(table.event_at)
    if engine.columns(table.relation)[table.event_at] == "VARCHAR":
        zoned = f"try_cast({column} as timestamp with time zone)"
        return f"max(cast({zoned} at time zone 'UTC' as timestamp))"
    return f"max({column})"


def replace_row(engine: Engine, relation: str, values: Sequence[Value]) -> None:
    """Put one row in the place of the former row of the same table."""
    engine.execute(f"delete from {relation} where table_name = ?", [values[0]])
    marks = ", ".join("?" for _ in values)
    engine.execute(f"insert into {relation} values ({marks})", values)


def stock(
    engine: Engine,
    contract: Contract,
    memories: Mapping[str, Memory],
    former: Mapping[str, Memory],
    files: Mapping[str, Sequence[RawFile]],
) -> dict[str, LandedTable]:
    """Return the inventory of all tables as values."""
    rows = engine.rows(f"select * from {INVENTORY}")
    found = {label: rest for label, *rest in rows}
    landed = {}
    for name, table in contract.tables.items():
        memory = memories[table.label]
        types = engine.columns(table.relation)
        shape = digest([repr(table), engine.version, VERSION, types])
        is_changed = memory != former.get(table.label)
        fed_by = tuple(files.get(table.label, ()))
        stocked = (*found[table.label], memory.fingerprint, is_changed, shape, fed_by)
        landed[name] = LandedTable(name, *stocked)
    return landed


def digest(value: object) -> str:
    """Return a short text that changes with the value."""
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()
