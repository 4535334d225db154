"""The DuckDB engine: one connection, results fetched whole, nothing downloaded."""

import re
from collections.abc import Sequence
from pathlib import Path
from threading import local

import duckdb

from kpi_runner.engines.engine import Row, Value
from kpi_runner.errors import EngineError

_ZONED = ("TIMESTAMP WITH TIME ZONE", "TIME WITH TIME ZONE")
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)


class DuckDBEngine:
    """A DuckDB database in a file, or in memory when ``path`` is None.

    Threads may share it: each has a connection of its own.
    """

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
            temp_directory.mkdir(parents=True, exist_ok=True)
            settings["temp_directory"] = str(temp_directory)
        try:
            opened = duckdb.connect(str(path or ":memory:"), config=settings)
        except duckdb.Error as error:
            raise EngineError(f"DuckDB cannot open '{path}': {error}") from error
        self._connections = [opened]
        self._own = local()
        self.version = duckdb.__version__
        self.scratch = temp_directory
        self.threads = int(self.rows("select current_setting('threads')")[0][0])
        self.database = str(self.rows("select current_database()")[0][0])

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        """Return this thread's connection: a result or transaction is of one thread."""
        if not hasattr(self._own, "connection"):
            own = self._connections[0].cursor()
            own.execute("set timezone = 'UTC'")
            # DuckDB would draw its own bar over ours, and into what is piped.
            own.execute("set enable_progress_bar = false")
            self._connections.append(own)
            self._own.connection = own
        found: duckdb.DuckDBPyConnection = self._own.connection
        return found

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

    def described(
        self, sql: str, parameters: Sequence[Value] = ()
    ) -> tuple[list[str], list[Row]]:
        """Run one query and return its column names and all its rows."""
        try:
            asked = self._connection.execute(sql, parameters)
            names = [str(each[0]) for each in asked.description or ()]
            return names, asked.fetchall()
        except duckdb.Error as error:
            raise EngineError(str(error)) from error

    def tables_in(self, sql: str) -> set[str]:
        """Return the tables that a query reads; its own CTEs are none."""
        try:
            return set(self._connection.get_table_names(sql))
        except duckdb.Error as error:
            raise EngineError(str(error)) from error

    def shut_out_files(self, *, besides: Path | None = None) -> None:
        """Keep every statement from now on to what is attached, and to one file."""
        if besides:
            self.execute(f"set allowed_paths = [{literal(str(besides))}]")
        self.execute("set enable_external_access = false")

    def answer(self, sql: str) -> tuple[list[str], list[Row]]:
        """Run a user's one statement and return its column names and all its rows.

        Instants with a time zone come back as text: DuckDB needs pytz for them.
        """
        try:
            statement = self._statement(sql)
            asked = self._connection.execute(statement)
            kinds = {str(each[0]): str(each[1]) for each in asked.description or ()}
            zoned = [name for name, kind in kinds.items() if kind in _ZONED]
            if zoned:
                asked = self._connection.execute(
                    f"select {_replace(zoned, 'varchar')} from (\n{statement}\n)"
                )
            names = [str(each[0]) for each in asked.description or ()]
            found: list[Row] = asked.fetchall()
        except duckdb.Error as error:
            raise EngineError(str(error)) from error
        return names, found

    def write_parquet(self, sql: str, path: Path) -> None:
        """Write the answer to a user's one query as Parquet, sums of integers exact."""
        try:
            relation = self._connection.sql(self._statement(sql))
            kinds = zip(relation.columns, map(str, relation.types), strict=True)
            # Parquet has no HUGEINT and would round it to a double.
            huge = [name for name, kind in kinds if kind == "HUGEINT"]
            relation.project(_replace(huge, "decimal(38, 0)")).to_parquet(str(path))
        except duckdb.Error as error:
            raise EngineError(str(error)) from error

    def _statement(self, sql: str) -> str:
        """Return the one statement of a text; a second could undo what guards it."""
        statements = self._connection.extract_statements(sql)
        if len(statements) != 1:
            said = f"{len(statements)} statements" if statements else "no statement"
            raise EngineError(f"the query is {said}; ask one at a time.")
        return statements[0].query.strip().rstrip(";")

    def interrupt(self) -> None:
        """Stop the running statements, from another thread."""
        for connection in self._connections:
            connection.interrupt()

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
        for kind in ("view", "table"):
            if self._is(kind, name):
                self.execute(f"drop {kind} {self.quote(name)}")

    def columns(self, name: str) -> dict[str, str]:
        """Return column names and types in order; empty when there is no relation."""
        describe = f"describe {self.quote(name)}"
        try:
            described = self.rows(describe)
        except EngineError:
            if not self._is("view", name) and not self._is("table", name):
                return {}
            described = self.rows(describe)  # Made since; if not, it tells the fault.
        return {str(row[0]): str(row[1]) for row in described}

    def close(self) -> None:
        """Close the database; the engine cannot be used afterwards."""
        for connection in self._connections:
            connection.close()

    def _create(self, kind: str, name: str, sql: str) -> None:
        """Create or replace, dropping a relation of the other kind.

        The query starts on the statement's first line, so that the line of an
        error is the line of the query.
        """
        sql = f"create or replace {kind} {self.quote(name)} as {sql}"
        try:
            self.execute(sql)
        except EngineError:
            other = "table" if kind == "view" else "view"
            if not self._is(other, name):
                raise
            self.drop(name)
            self.execute(sql)

    def _is(self, kind: str, name: str) -> bool:
        """Tell whether there is a relation of this kind."""
        schema, _, relation = name.rpartition(".")
        found = self.rows(
            f"select true from duckdb_{kind}s() where {kind}_name = ?"
            " and schema_name = ? and database_name = current_database()",
            [relation, schema or "main"],
        )
        return bool(found)


def _replace(names: Sequence[str], kind: str) -> str:
    """Return a star with some of its columns in another type."""
    casts = [f"cast({quoted(name)} as {kind}) as {quoted(name)}" for name in names]
    return f"* replace ({', '.join(casts)})" if casts else "*"


def quoted(identifier: str) -> str:
    """Return ``identifier`` as DuckDB quotes one, whatever is in it."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return ``text`` as a string literal."""
    return "'" + text.replace("'", "''") + "'"


def line_of(error: EngineError) -> int | None:
    """Return the line of the statement that DuckDB complained about, if it says so."""
    found = _LINE.search(error.message)
    return int(found.group(1)) if found else None
