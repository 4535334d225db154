"""The Spark engine: a session, models as Parquet folders, relations as views."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from kpi_runner.engines.duckdb import quoted
from kpi_runner.engines.engine import Row, Value
from kpi_runner.engines.spark.faults import spark_fault
from kpi_runner.engines.spark.session import (
    Cluster,
    Frame,
    executors,
    require_shared,
    started,
)
from kpi_runner.engines.spark.transpile import (
    spark_queries,
    spark_sql,
    spark_type,
    view_name,
)
from kpi_runner.errors import KpiError


class SparkEngine:
    """A Spark session; SQL comes in as DuckDB's and is transpiled.

    A relation is a temporary view of the session. A table's rows lie as Parquet
    under ``folder``, which driver and workers must both see.
    """

    name = "spark"

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        """Start a session with an empty ``folder``."""
        rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._session = started(cluster, folder)
        self.version = str(self._session.version)
        self.database = "work"
        self.scratch: Path | None = folder / "spill"
        self.threads = 1
        self.folder = folder
        self._cluster = cluster
        self._shared_by: frozenset[str] = frozenset()
        try:
            self.require_shared()
        except KpiError:
            self.close()
            raise

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement and drop its result."""
        self.rows(sql, parameters)

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one query and return all its rows."""
        with spark_fault():
            return [tuple(row) for row in self._frame(sql, parameters).collect()]

    def quote(self, name: str) -> str:
        """Quote each part of a dotted name as an identifier of DuckDB's SQL."""
        return ".".join(quoted(part) for part in name.split("."))

    def create_table(self, name: str, sql: str) -> None:
        """Replace table or view ``name`` by a table of the query's rows."""
        path = self.path(name)
        rmtree(path, ignore_errors=True)
        with spark_fault(), self._frame_of_table(name, sql) as frame:
            frame.write.parquet(str(path))
            # With its schema given, nothing has to look into the files.
            stored = self._session.read.schema(frame.schema).parquet(str(path))
            stored.createOrReplaceTempView(view_name(name))

    def create_view(self, name: str, sql: str) -> None:
        """Replace table or view ``name`` by a view of the query."""
        with spark_fault():
            self._frame(sql).createOrReplaceTempView(view_name(name))
        rmtree(self.path(name), ignore_errors=True)

    def read_table(self, name: str, columns: Mapping[str, str]) -> None:
        """Make ``name`` a view of the Parquet files in its own folder.

        ``columns`` have DuckDB's types.
        """
        schema = ", ".join(
            f"`{column}` {spark_type(kind)}" for column, kind in columns.items()
        )
        with spark_fault():
            stored = self._session.read.schema(schema).parquet(str(self.path(name)))
            stored.createOrReplaceTempView(view_name(name))

    def read_parquet(self, name: str, paths: Sequence[Path]) -> None:
        """Make ``name`` a view of Parquet files where they lie.

        It has their columns, which are equal, and kpi_file and file_row_number, as
        DuckDB's function of this name can add them.
        """
        with spark_fault():
            self._session.read.parquet(*map(_escaped, paths)).selectExpr(
                "*",
                "regexp_replace(url_decode(replace(_metadata.file_path, '+', '%2B')),"
                " '^file:/*', '/') as kpi_file",
                "_metadata.row_index as file_row_number",
            ).createOrReplaceTempView(view_name(name))

    def drop(self, name: str) -> None:
        """Drop table or view ``name``, if it is there."""
        self._session.catalog.dropTempView(view_name(name))
        rmtree(self.path(name), ignore_errors=True)

    def columns(self, name: str) -> dict[str, str]:
        """Return column names and types in order; empty when there is no relation."""
        view = view_name(name)
        if not self._session.catalog.tableExists(view):
            return {}
        fields = self._session.table(view).schema.fields
        return {field.name: field.dataType.simpleString() for field in fields}

    def require_shared(self) -> None:
        """Raise KpiError unless every executor writes into the driver's folder.

        Those that joined since the last time are looked at.
        """
        known = executors(self._session)
        if not self._cluster.is_local and not known <= self._shared_by:
            require_shared(self._session, self._cluster, self.folder)
            self._shared_by = known

    def path(self, name: str) -> Path:
        """Return the folder that holds a table's rows as Parquet."""
        return self.folder / "tables" / view_name(name)

    def interrupt(self) -> None:
        """Stop the running statement, from another thread."""
        self._session.sparkContext.cancelAllJobs()

    def close(self) -> None:
        """Stop the session; the engine cannot be used afterwards."""
        self._session.stop()

    @contextmanager
    def _frame_of_table(self, name: str, sql: str) -> Iterator[Frame]:
        """Yield a query whose parts that it reads often are computed once."""
        parts, whole = spark_queries(sql, name)
        try:
            for part, query in parts:
                kept = self._session.sql(query).persist()
                kept.createOrReplaceTempView(view_name(part))
            yield self._session.sql(whole)
        finally:
            for part, _ in parts:
                # Its rows go with it.
                self._session.catalog.dropTempView(view_name(part))

    def _frame(self, sql: str, parameters: Sequence[Value] = ()) -> Frame:
        return self._session.sql(spark_sql(sql), list(parameters) or None)


def _escaped(path: Path) -> str:
    """Return a path whose signs mean themselves and no pattern."""
    return "".join(f"\\{sign}" if sign in r"{}[]*?\^" else sign for sign in str(path))
