"""Raw tables that come in a DuckDB file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from kpi_runner.build.contract import RAW_FILE, RAW_ROW, Contract, ContractTable
from kpi_runner.build.files import RawFile, RawFiles
from kpi_runner.build.refusals import unreadable
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError

ALIAS = "kpi_raw"


def with_tables_of_databases(
    engine: Engine, found: RawFiles, contract: Contract
) -> Mapping[str, Sequence[RawFile]]:
    """Return the files by table, each DuckDB file under every table it holds."""
    files: dict[str, tuple[RawFile, ...]] = dict(found.by_table)
    for database in found.databases:
        with attached(engine, database):
            held = names_in(engine)
        for table in contract.tables.values():
            if name_in(table) in held:
                files[table.label] = (*files.get(table.label, ()), database)
    return files


def copy_from_database(
    engine: Engine, table: ContractTable, file: RawFile, relation: str
) -> None:
    """Take a table over from a DuckDB file, numbered in the order of its rows."""
    own = f"{RAW_FILE}, {RAW_ROW}"
    with attached(engine, file):
        source = engine.quote(f"{ALIAS}.{name_in(table)}")
        held = engine.rows(f"describe {source}")
        without = [str(row[0]) for row in held if row[0] in own.split(", ")]
        kept = f"exclude ({', '.join(without)})" if without else ""
        engine.create_table(
            relation,
            f"select * {kept}, {literal(file.name)} as {RAW_FILE},"
            f" row_number() over () as {RAW_ROW} from {source}",
        )


def name_in(table: ContractTable) -> str:
    """Return the name a table has inside a DuckDB file."""
    return table.label if "." in table.label else f"main.{table.label}"


def names_in(engine: Engine) -> set[str]:
    """Return the relations of the attached file as ``schema.table``."""
    rows = engine.rows(
        "select table_schema || '.' || table_name from information_schema.tables"
        " where table_catalog = ?",
        [ALIAS],
    )
    return {str(row[0]) for row in rows}


@contextmanager
def attached(engine: Engine, file: RawFile) -> Iterator[None]:
    """Attach a DuckDB file for a moment, read-only."""
    try:
        engine.execute(f"attach {literal(str(file.path))} as {ALIAS} (read_only)")
    except EngineError as error:
        raise unreadable(file, error.message) from error
    try:
        yield
    finally:
        engine.execute(f"detach {ALIAS}")
