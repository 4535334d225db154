"""Scripts that load an export into a warehouse, all tables in one transaction.

Each leaves there what the export has and nothing else: loading a run again changes
nothing, and readers see the former run or this one, never a mixture.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kpi_runner.publish.export_manifest import File
from kpi_runner.publish.export_tables import Table
from kpi_runner.publish.export_types import Kind

# Where the tables go; in BigQuery this is a dataset.
SCHEMA = "kpi"


@dataclass(frozen=True, slots=True)
class Warehouse:
    """How a warehouse is spoken to.

    ``fill`` returns what puts a table's rows in the place of the former ones, inside
    the transaction; ``stage`` what must happen before it.
    """

    script: str
    head: str
    quote: Callable[[str], str]
    kind: Callable[[Kind], str]
    fill: Callable[["Load"], str]
    stage: Callable[["Load"], str] = lambda _load: ""
    begin: str = "begin;\n"
    commit: str = "commit;\n"


@dataclass(frozen=True, slots=True)
class Load:
    """One table's way into one warehouse."""

    warehouse: Warehouse
    export: str
    table: Table
    paths: Sequence[str]

    @property
    def relation(self) -> str:
        """Return the table as the warehouse names it."""
        return f"{SCHEMA}.{self.warehouse.quote(self.table.name)}"

    @property
    def names(self) -> str:
        """Return the columns' names in their order."""
        return ", ".join(self.warehouse.quote(each.name) for each in self.table.columns)

    @property
    def columns(self) -> str:
        """Return the columns with their types, as they are declared."""
        declared = (
            f"    {self.warehouse.quote(each.name)} {self.warehouse.kind(each.kind)}"
            for each in self.table.columns
        )
        return "(\n" + ",\n".join(declared) + "\n)"


def scripts_of(
    tables: Sequence[Table], files: Sequence[File], export: str
) -> dict[str, str]:
    """Return a script for each warehouse by its file name."""
    paths = {
        table.name: [file.path for file in files if file.mart == table.name]
        for table in tables
    }
    return {each.script: _script(each, export, tables, paths) for each in WAREHOUSES}


def _script(
    warehouse: Warehouse,
    export: str,
    tables: Sequence[Table],
    paths: Mapping[str, Sequence[str]],
) -> str:
    loads = [Load(warehouse, export, table, paths[table.name]) for table in tables]
    statements = [
        warehouse.head.format(export=export, schema=SCHEMA),
        f"create schema if not exists {SCHEMA};\n",
        *(f"create table if not exists {a.relation} {a.columns};\n" for a in loads),
        *filter(None, map(warehouse.stage, loads)),
        warehouse.begin,
        *map(warehouse.fill, loads),
        warehouse.commit,
    ]
    return "\n".join(statements)


def _fill_snowflake(load: Load) -> str:
    files = ",\n    ".join(f"'{path}'" for path in load.paths)
    # Without force it would skip a file that it has loaded before.
    return (
        f"delete from {load.relation};\n"
        f"copy into {load.relation}\n"
        f"from @kpi_stage/{load.export}/\n"
        f"files = (\n    {files}\n)\n"
        "file_format = (type = parquet use_logical_type = true)\n"
        "match_by_column_name = case_insensitive\n"
        "force = true;\n"
    )


def _stage_bigquery(load: Load) -> str:
    files = ",\n    ".join(f"'gs://BUCKET/{load.export}/{path}'" for path in load.paths)
    return (
        f"load data into temp table `{load.table.name}_next` {load.columns}\n"
        f"from files (format = 'PARQUET', uris = [\n    {files}\n]);\n"
    )


def _fill_bigquery(load: Load) -> str:
    return (
        f"truncate table {load.relation};\n"
        f"insert into {load.relation} ({load.names})\n"
        f"select {load.names} from `{load.table.name}_next`;\n"
    )


def _fill_redshift(load: Load) -> str:
    copies = (
        f"copy {load.relation} from 's3://BUCKET/{load.export}/{path}'\n"
        "iam_role default format as parquet;\n"
        for path in load.paths
    )
    return f"delete from {load.relation};\n{''.join(copies)}"


def _fill_postgresql(load: Load) -> str:
    copies = (
        f"\\copy {load.relation} ({load.names}) from program "
        f"'duckdb -c \"copy (from ''{path}'') to ''/dev/stdout'' "
        "(format csv, header false)\"' with (format csv, encoding 'UTF8')\n"
        for path in load.paths
    )
    return f"delete from {load.relation};\n{''.join(copies)}"


def _in_quotes(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


WAREHOUSES = (
    Warehouse(
        script="snowflake.sql",
        head="""\
-- Loads the export {export} into Snowflake, from the stage kpi_stage.
-- Put it there first, in its folder:
--   put file://./*.parquet @kpi_stage/{export}/ auto_compress = false;
--   put file://./fct_tickets/*.parquet @kpi_stage/{export}/fct_tickets/
--       auto_compress = false;
-- Then: snowsql -o exit_on_error=true -f load/snowflake.sql

alter session set timezone = 'UTC';
""",
        # What Snowflake makes of a name without quotes, and so answers to one.
        quote=lambda name: _in_quotes(name.upper()),
        kind=lambda kind: kind.snowflake,
        fill=_fill_snowflake,
    ),
    Warehouse(
        script="bigquery.sql",
        head="""\
-- Loads the export {export} into the BigQuery dataset {schema}.
-- Put it into a bucket first, and write the bucket's name for BUCKET below:
--   gcloud storage rsync --recursive . gs://BUCKET/{export}
-- Then: bq query --use_legacy_sql=false < load/bigquery.sql
""",
        quote=lambda name: f"`{name}`",
        kind=lambda kind: kind.bigquery,
        fill=_fill_bigquery,
        stage=_stage_bigquery,
        begin="begin transaction;\n",
        commit="commit transaction;\n",
    ),
    Warehouse(
        script="redshift.sql",
        head="""\
-- Loads the export {export} into Redshift.
-- Put it into a bucket first, and write the bucket's name for BUCKET below:
--   aws s3 sync . s3://BUCKET/{export}
-- Then: psql --set ON_ERROR_STOP=1 --file load/redshift.sql
""",
        quote=_in_quotes,
        kind=lambda kind: kind.redshift,
        fill=_fill_redshift,
    ),
    Warehouse(
        script="postgresql.sql",
        head="""\
-- Loads the export {export} into PostgreSQL, which cannot read Parquet: psql pipes
-- each file through the DuckDB command line. In the export's folder:
--   psql --file load/postgresql.sql

\\set ON_ERROR_STOP on
""",
        quote=_in_quotes,
        kind=lambda kind: kind.postgresql,
        fill=_fill_postgresql,
    ),
)
