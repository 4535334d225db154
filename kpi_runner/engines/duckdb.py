"""The DuckDB engine: one connection, results fetched whole, nothing downloaded."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from kpi_runner.engines.engine import Row, Value
from kpi_runner.errors import EngineError

LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


class DuckDBEngine:
    """A DuckDB database in a file, or in memory when ``path`` is None."""

    name = "duckdb"

    def __init__(
        self,
        path: Path | None = None,
        *,
        memory_limit: str | None = None,
        threads: int | None = None,
        temp_directory: Path | None = None,
    ) -> None:
        """Open the database; ``memory_limit`` as DuckDB writes it (``4GB``)."""
        settings: dict[str, str | bool | int | float | list[str]] = {
            # A build never depends on a network: extensions are not downloaded.
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        if memory_limit:
            settings["memory_limit"] = memory_limit
        if threads:
            settings["threads"] = threads
        if temp_directory:
            settings["temp_directory"] = str(temp_directory)
        try:
            self._connection = duckdb.connect(str(path or ":memory:"), config=settings)
        except duckdb.Error as error:
            raise EngineError(f"DuckDB cannot open '{path}': {error}") from error
        self.execute("set timezone = 'UTC'")
        self.version = duckdb.__version__
        self.scratch = temp_directory
        self.database = str(self.rows("select current_database()")[0][0])

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement and drop its result."""
        self.rows(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one query and return all its rows.

        Fetching all at once is the connection discipline: an error can surface
        at fetch only, and a second statement would silently end an open result.
        """
        try:
            found: list[Row] = self._connection.execute(sql, parameters).fetchall()
        except duckdb.Error as error:
            raise EngineError(str(error)) from error
        return found

    def quote(self, name: str) -> str:
        """Quote each part of a dotted name as an identifier."""
        return ".".join(quoted(part) for part in name.split("."))

    def create_table(self, name: str, sql: str) -> None:
        """Replace table or view ``name`` by a table of the query's rows."""
        self._create("table", name, sql)

    def create_view(self, name: str, sql: str) -> None:
        """Replace table or view ``name`` by a view of the query."""
        self._create("view", name, sql)

    def drop(self, name: str) -> None:
        """Drop table or view ``name``, if it is there."""
        kind = self._kind(name)
        if kind:
            self.execute(f"drop {kind} {self.quote(name)}")

    def columns(self, name: str) -> dict[str, str]:
        """Return column names and types in order; empty when there is no relation."""
        if not self._kind(name):
            return {}
        described = self.rows(f"describe {self.quote(name)}")
        return {str(row[0]): str(row[1]) for row in described}

    def close(self) -> None:
        """Close the database; the engine cannot be used afterwards."""
        self._connection.close()

    def _create(self, kind: str, name: str, sql: str) -> None:
        """Create or replace, dropping a relation of the other kind.

        The query starts on the statement's first line, so that the line of an
        error is the line of the query.
        """
        if self._kind(name) not in (None, kind):
            self.drop(name)
        self.execute(f"create or replace {kind} {self.quote(name)} as {sql}")

    def _kind(self, name: str) -> str | None:
        schema, _, relation = name.rpartition(".")
        found = self.rows(
            "select table_type from information_schema.tables"
            " where table_catalog = current_database()"
            " and table_schema = ? and table_name = ?",
            [schema or "main", relation],
        )
        if not found:
            return None
        return "view" if found[0][0] == "VIEW" else "table"


def quoted(identifier: str) -> str:
    """Return ``identifier`` as DuckDB quotes one, whatever is in it."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return ``text`` as a string literal."""
    return "'" + text.replace("'", "''") + "'"


def line_of(error: EngineError) -> int | None:
    """Return the line of the statement that DuckDB complained about, if it says so."""
    found = LINE.search(error.message)
    return int(found.group(1)) if found else None
