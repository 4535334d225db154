"""The little of SQLAlchemy that Great Expectations needs over an open engine.

duckdb-engine cannot serve Great Expectations: that hands its connection back before
it reads the rows, and the rollback which follows discards them. Here every result is
fetched at once, and nobody but the engine's owner ends a transaction or closes it.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import exc, types
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.engine import Connection
from sqlalchemy.pool import StaticPool

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.engines.engine import Row, Value
from kpi_runner.errors import EngineError

# What SQLAlchemy's own stubs leave open.
Untyped = Any

URL = "duckdb+kpi://"
_COLUMNS = """
select column_name, data_type, is_nullable from duckdb_columns()
where table_name = ? and schema_name = coalesce(?, current_schema())
    and database_name = current_database()
order by column_index
"""


class _Cursor:
    """A result that is fetched whole, as DB-API reads it."""

    arraysize, rowcount, lastrowid = 1, -1, None

    def __init__(self, engine: DuckDBEngine) -> None:
        self._engine = engine
        self._rows: Iterator[Row] = iter(())
        self.description: list[tuple[str | None, ...]] | None = None

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        names, rows = self._engine.described(sql, list(parameters))
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

    def __init__(self, engine: DuckDBEngine) -> None:
        self._engine = engine

    def cursor(self) -> _Cursor:
        return _Cursor(self._engine)

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
            {"name": name, "type": _Type(kind), "nullable": nullable, "default": None}
            for name, kind, nullable in found
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

    def _columns(
        self, connection: Untyped, table: str, schema: str | None
    ) -> list[Untyped]:
        asked = connection.exec_driver_sql(_COLUMNS, (str(table), schema))
        return list(asked.fetchall())


registry.register("duckdb.kpi", __name__, "KpiDialect")


def engine_options(engine: DuckDBEngine) -> dict[str, object]:
    """Return arguments for create_engine that make it work on an open engine."""
    return {"creator": lambda: _Connection(engine), "poolclass": StaticPool}
