"""Between the work database and Spark: what DuckDB landed, and what Spark built."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kpi_runner.build.branches import Branch, parquet_branches, target_type, union_of
from kpi_runner.build.columns import DECIMAL
from kpi_runner.build.contract import INVENTORY, MALFORMED, Contract, ContractTable
from kpi_runner.build.databases import with_tables_of_databases
from kpi_runner.build.files import RawFile, find_files
from kpi_runner.build.request import Request
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.engines.spark.engine import SparkEngine
from kpi_runner.engines.spark.session import HERE, Cluster
from kpi_runner.project.nodes import Model
from kpi_runner.project.project import Project

FOLDER = "spark"
# Types that both engines read from Parquet as the same values.
_PLAIN = (
    *("VARCHAR", "BOOLEAN", "DOUBLE", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE"),
    *("TINYINT", "SMALLINT", "INTEGER", "BIGINT"),
)


@contextmanager
def opened_spark(
    request: Request,
    work: Engine,
    project: Project,
    contract: Contract,
    raw: Sequence[Path],
) -> Iterator[SparkEngine]:
    """Start Spark with the raw tables and seeds; at the end take its models back."""
    found = find_files(raw, [table.label for table in contract.tables.values()])
    files = with_tables_of_databases(work, found, contract)
    byte_count = sum(file.byte_count for each in files.values() for file in each)
    master = request.spark_master
    if master == HERE and request.threads:
        master = f"local[{request.threads}]"
    cluster = Cluster(master, request.memory_limit, byte_count)
    spark = SparkEngine(cluster, request.target / FOLDER)
    try:
        hand_over(work, spark, files, contract)
        for name in (INVENTORY, MALFORMED, *(f"main.{name}" for name in project.seeds)):
            copy_over(work, spark, name)
        yield spark
        take_back(work, spark, list(project.models.values()))
    finally:
        spark.close()


def hand_over(
    work: Engine,
    spark: SparkEngine,
    files: Mapping[str, Sequence[RawFile]],
    contract: Contract,
) -> None:
    """Give Spark the raw tables.

    Plain Parquet is read where it lies. What DuckDB had to take over, or has to read
    because Spark reads it otherwise, it writes as Parquet.
    """
    for table in contract.tables.values():
        branches = branches_in_place(work, table, files.get(table.label, ()))
        if branches:
            spark.create_view(table.relation, in_place(work, spark, table, branches))
        else:
            copy_over(work, spark, table.relation)


def branches_in_place(
    work: Engine, table: ContractTable, files: Sequence[RawFile]
) -> list[Branch]:
    """Return the branches that Spark reads itself: all of a table's files, or none."""
    if any(file.format != "parquet" for file in files):
        return []
    branches = parquet_branches(work, table, files)
    is_plain = all(is_read_alike(table, each, branches) for each in branches)
    return branches if is_plain else []


def is_read_alike(
    table: ContractTable, branch: Branch, branches: Sequence[Branch]
) -> bool:
    """Tell whether both engines make the same values of a branch's columns."""
    for column in table.columns:
        name = branch.physical(column.name)
        physical = branch.columns[name] if name else "VARCHAR"
        is_text = target_type(column, branches) == "varchar"
        if is_text and physical != "VARCHAR":
            return False
        if physical not in _PLAIN and not DECIMAL.fullmatch(physical):
            return False
    return True


def in_place(
    work: Engine, spark: SparkEngine, table: ContractTable, branches: Sequence[Branch]
) -> str:
    """Return the query of a raw table over views of its files, in landing's types."""
    views = []
    for number, branch in enumerate(branches):
        view = f"landing.{table.name.replace('.', '_')}_{number}"
        spark.read_parquet(view, branch.paths)
        views.append(replace(branch, relation=work.quote(view)))
    union = union_of(work, table, views)
    types = work.columns(table.relation)
    return f"select {typed(work, types)} from ({union}) as landed"


def typed(engine: Engine, types: dict[str, str]) -> str:
    """Return a select list that casts every column to its type."""
    names = {engine.quote(name): kind for name, kind in types.items()}
    return ", ".join(
        f"cast({name} as {kind}) as {name}" for name, kind in names.items()
    )


def copy_over(work: Engine, spark: SparkEngine, relation: str) -> None:
    """Write a relation of the work database as Parquet, for Spark to read."""
    path = spark.path(relation)
    path.mkdir(parents=True)
    work.execute(
        f"copy (select * from {work.quote(relation)})"
        f" to {literal(str(path / 'rows.parquet'))} (format parquet)"
    )
    spark.read_table(relation, work.columns(relation))


def take_back(work: Engine, spark: SparkEngine, models: Sequence[Model]) -> None:
    """Make every model that Spark built a view of its rows in the work database.

    A column has the type that its yml declares: Spark counts decimals otherwise.
    Raises KpiError when a worker has joined that writes elsewhere.
    """
    spark.require_shared()
    for model in models:
        name = f"main.{model.name}"
        is_mart_view = model.materialized == "view" and "marts" in model.path.parts
        if is_mart_view and spark.columns(name):
            spark.create_table(name, f"select * from {work.quote(name)}")
        path = spark.path(name)
        if not any(path.glob("*.parquet")):
            continue
        source = f"read_parquet({literal(str(path / '*.parquet'))})"
        declared = {column.name: column.data_type for column in model.columns}
        types = {
            str(row[0]): declared.get(str(row[0])) or str(row[1])
            for row in work.rows(f"describe select * from {source}")
        }
        work.create_view(name, f"select {typed(work, types)} from {source}")
