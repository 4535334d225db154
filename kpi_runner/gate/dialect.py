"""The little of SQLAlchemy that Great Expectations needs over an open engine.

duckdb-engine cannot serve Great Expectations: that hands its connection back before
it reads the rows, and the rollback which follows discards them. Here every result is
fetched at once, and nobody but the engine's owner ends a transaction or closes it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import exc, types
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.engine import Connection
from sqlalchemy.pool import StaticPool

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.engines.engine import Row, Value
from kpi_runner.errors import EngineError
from kpi_runner.gate.sweep import Answer

# What SQLAlchemy's own stubs leave open.
Untyped = Any

URL = "duckdb+kpi://"
# Great Expectations asks for a query's rows and, before or after, how many these are.
_COUNTED = re.compile(
    r"SELECT COUNT\(\*\) as (\w+) FROM \((.*)\) AS substituted_batch_subquery", re.S
)
# How it writes the table that a query reads.
_BATCH = "(SELECT * \nFROM {table} \nWHERE true) AS subselect"
Columns = dict[str, str]


class _Cursor:
    """A result that is fetched whole, as DB-API reads it."""

    arraysize, rowcount, lastrowid = 1, -1, None

    def __init__(self, connection: "_Connection") -> None:
        self._connection = connection
        self._rows: Iterator[Row] = iter(())
        self.description: list[tuple[str | None, ...]] | None = None

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        names, rows = self._connection.answer(sql, parameters)
        self.description = [(name, *[None] * 6) for name in names]
        self._rows = iter(rows)

    def fetchone(self) -> Row | None:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Row]:
        return [row for _, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> list[Row]:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())


class _Connection:
    """DB-API's face of an engine: it neither ends transactions nor closes it."""

    def __init__(self, engine: DuckDBEngine, known: Mapping[str, Answer]) -> None:
        self.columns = engine.columns
        self._engine = engine
        self._known = known
        self._fetched: dict[str, Answer] = {}

    def cursor(self) -> _Cursor:
        return _Cursor(self)

    def answer(self, sql: str, parameters: Sequence[Value]) -> Answer:
        """Return column names and rows; a query and its count are run once.

        Nothing that is judged changes meanwhile, so that what was fetched for the
        first of the two is true for the second, and is let go with it. What is known
        beforehand is not run at all.
        """
        if parameters:
            return self._engine.described(sql, parameters)
        counted = _COUNTED.fullmatch(sql)
        query = counted[2] if counted else sql
        answer = self._known.get(query) or self._fetched.pop(query, None)
        if answer is None:
            answer = self._fetched[query] = self._engine.described(query)
        return ([counted[1]], [(len(answer[1]),)]) if counted else answer

    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


class _Driver:
    paramstyle, Error = "qmark", EngineError


class _Type(types.UserDefinedType[Any]):
    """A column's type, as DuckDB writes it."""

    cache_ok = True

    def __init__(self, text: str) -> None:
        self.text = text

    def get_col_spec(self, **_: object) -> str:
        return self.text


class KpiDialect(PGDialect):
    """PostgreSQL's dialect, with DuckDB's catalogue and no transactions."""

    driver = "kpi"
    default_paramstyle = "qmark"
    supports_statement_cache = True
    default_schema_name = "main"
    server_version_info = (14,)

    @classmethod
    def import_dbapi(cls) -> Untyped:
        """Return the driver; SQLAlchemy has no type for one."""
        return _Driver

    def initialize(self, connection: Connection) -> None:
        """Ask the database nothing: PostgreSQL's questions mean nothing to it."""

    def on_connect(self) -> None:
        """Set nothing up."""

    def get_isolation_level(self, dbapi_connection: object) -> Untyped:
        """Say that every statement stands alone."""
        return "AUTOCOMMIT"

    def is_disconnect(self, e: object, connection: object, cursor: object) -> bool:
        """Say that a file in this process never goes away."""
        return False

    def has_table(
        self,
        connection: Untyped,
        table_name: str,
        schema: str | None = None,
        **_: object,
    ) -> bool:
        """Tell whether there is a table or view of this name."""
        return bool(self._columns(connection, table_name, schema))

    def get_columns(
        self,
        connection: Untyped,
        table_name: str,
        schema: str | None = None,
        **_: object,
    ) -> Untyped:
        """Return the columns as SQLAlchemy's inspector describes them."""
        found = self._columns(connection, table_name, schema)
        if not found:
            raise exc.NoSuchTableError(table_name)
        return [
            {"name": name, "type": _Type(kind), "nullable": True, "default": None}
            for name, kind in found.items()
        ]

    def get_pk_constraint(
        self,
        connection: Untyped,
        table_name: str,
        schema: str | None = None,
        **_: object,
    ) -> Untyped:
        """Say that published tables declare no key; the suite `contract` checks it."""
        return {"constrained_columns": [], "name": None}

    def _columns(self, connection: Untyped, table: str, schema: str | None) -> Columns:
        name = f"{schema}.{table}" if schema else str(table)
        columns: Columns = connection.connection.driver_connection.columns(name)
        return columns


registry.register("duckdb.kpi", __name__, "KpiDialect")


def engine_options(
    engine: DuckDBEngine, answers: Mapping[tuple[str, str], Answer] | None = None
) -> dict[str, object]:
    """Return arguments for create_engine that make it work on an open engine.

    ``answers`` are known already, by table and query over {batch}.
    """
    known = {
        query.format(batch=_BATCH.format(table=table)): answer
        for (table, query), answer in (answers or {}).items()
    }
    return {"creator": lambda: _Connection(engine, known), "poolclass": StaticPool}
