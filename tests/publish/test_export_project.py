"""The project's own marts: exported, read back by others, held to their schemas.

`pytest tests/publish/test_export_project.py --update-golden` rewrites schemas/; it
refuses what only a new schema version allows.
"""

import csv
import json
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi_runner.publish.export_tables import tables_of
from kpi_runner.publish.publish import SCHEMA_VERSION
from kpi_runner.publish.published import published
from tests.cli.test_commands import kpi
from tests.publish.exports import current, exported, parquet
from tests.publish.schemas import breaks, schema_of
from tests.support.require import require

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas"
CANARY = "cAnArY-7781"
# Spark takes a second a table: the one in several files, one without rows, every type.
READ_BY_SPARK = ("fct_tickets", "action_items", "limits_in_force", "publish_info")


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    """Build the project on the sample, a word hidden in the text of every message."""
    folder = tmp_path_factory.mktemp("project")
    raw = shutil.copytree(ROOT / "examples/sample", folder / "raw")
    hide_in_texts(raw)
    given = ("--raw", raw, "--target", folder / "target", "--now", "2026-03-01")
    assert kpi("build", "--project", ROOT, *given, "--quiet").exit_code == 0
    return folder / "target"


@pytest.fixture(scope="module")
def export(target):
    """Give the folder of the project's export."""
    return exported(target, target.with_name("out")).path


def hide_in_texts(raw):
    """Add the word to every message, argument and result, and to a broken line."""
    texts = {"messages": ("body",), "tool_calls": ("arguments", "result")}
    for name, columns in texts.items():
        path = raw / f"{name}.csv"
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            for row in rows:
                writer.writerow({**row, **{c: hidden(row[c]) for c in columns}})
            file.write(f'x,"{CANARY}\n')


def hidden(text):
    """Return a text, or the JSON of an object, with the word in it."""
    if text.startswith("{"):
        return json.dumps({**json.loads(text), "note": CANARY})
    return f"{text} {CANARY}"


@pytest.fixture(scope="module")
def marts(target):
    """Give every published table with its rows, as a mart has them."""
    with published(target) as engine:
        return [
            (table, Counter(map(in_utc, engine.rows(f"from {table.name}"))))
            for table in tables_of(engine)
        ]


def in_utc(row):
    """Return a row whose instants say that they are UTC, as exports do."""
    return tuple(
        value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for value in row
    )


def paths_of(export, table):
    """Return the files of a table."""
    return sorted(
        str(export / file["path"])
        for file in current(export.parent)["files"]
        if file["mart"] == table.name
    )


def differing(marts, export, read, types):
    """Return the tables that a reader gets otherwise: types by name, or rows."""
    wrong = []
    for table, rows in marts:
        found, found_rows = read(paths_of(export, table))
        expected = {c.name: named(c.kind.name, types) for c in table.columns}
        if list(found.items()) != list(expected.items()):
            wrong.append((table.name, found, expected))
        if Counter(found_rows) != rows:
            wrong.append((table.name, "rows"))
    return wrong


def named(kind, types):
    """Return what a reader calls a type."""
    name, _, size = kind.rstrip(")").partition("(")
    return types[name].format(*size.split(","))


def test_pyarrow_reads_the_rows_and_types_of_the_marts(marts, export):
    def read(paths):
        tables = []
        for path in paths:
            with parquet(path) as file:
                tables.append(file.read())
        types = {field.name: str(field.type) for field in tables[0].schema}
        return types, [
            row
            for table in tables
            for row in zip(*(c.to_pylist() for c in table.columns), strict=True)
        ]

    types = {
        "VARCHAR": "string",
        "BIGINT": "int64",
        "DOUBLE": "double",
        "BOOLEAN": "bool",
        "DATE": "date32[day]",
        "TIMESTAMP": "timestamp[us, tz=UTC]",
        "DECIMAL": "decimal128({}, {})",
    }
    assert differing(marts, export, read, types) == []


def test_polars_reads_the_rows_and_types_of_the_marts(marts, export):
    import polars

    def read(paths):
        frame = polars.read_parquet(paths)
        return {name: str(kind) for name, kind in frame.schema.items()}, frame.rows()

    types = {
        "VARCHAR": "String",
        "BIGINT": "Int64",
        "DOUBLE": "Float64",
        "BOOLEAN": "Boolean",
        "DATE": "Date",
        "TIMESTAMP": "Datetime(time_unit='us', time_zone='UTC')",
        "DECIMAL": "Decimal(precision={}, scale={})",
    }
    assert differing(marts, export, read, types) == []


@pytest.mark.slow
def test_spark_reads_the_rows_and_types_of_the_marts(marts, export):
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        require("spark", "pyspark is not installed")
    if not shutil.which("java"):
        require("spark", "there is no java")
    spark = (
        SparkSession.builder.master("local[1]")
        .config("spark.ui.enabled", "false")
        # Compiling a plan of sixty columns takes longer than reading the sample's rows.
        .config("spark.sql.codegen.wholeStage", "false")
        .getOrCreate()
    )

    def read(paths):
        frame = spark.read.parquet(*paths)
        types = {field.name: field.dataType.simpleString() for field in frame.schema}
        return types, (tuple(map(instant, row)) for row in frame.collect())

    def instant(value):
        # Spark hands instants over in the zone of this machine, without saying so.
        return value.astimezone(UTC) if isinstance(value, datetime) else value

    types = {
        "VARCHAR": "string",
        "BIGINT": "bigint",
        "DOUBLE": "double",
        "BOOLEAN": "boolean",
        "DATE": "date",
        "TIMESTAMP": "timestamp",
        "DECIMAL": "decimal({},{})",
    }
    some = [(table, rows) for table, rows in marts if table.name in READ_BY_SPARK]
    try:
        assert differing(some, export, read, types) == []
    finally:
        spark.stop()


def test_duckdb_1_5_reads_the_rows_and_types_of_the_marts(marts, export, target):
    """Its command line compares them with the published file, which it reads too."""
    rows, types = [], []
    for table, _ in marts:
        source = f"read_parquet({paths_of(export, table)})"
        mart = f"published.{table.name}"
        rows.append(
            f"select '{table.name}' as name,"
            f" (select count(*) from (from {mart} except all from {source}))"
            f" + (select count(*) from (from {source} except all from {mart})) as count"
        )
        types.append(
            f"select '{table.name}' as mart, column_name as name, column_type as kind"
            f" from (describe from {source})"
        )

    version, *_ = ask_duckdb_1_5(target, "select version() as version")
    assert version["version"].startswith("v1.5.")
    different = " union all ".join(rows)
    assert ask_duckdb_1_5(target, f"from ({different}) where count > 0") == []
    assert ask_duckdb_1_5(target, " union all ".join(types)) == [
        {
            "mart": table.name,
            "name": column.name,
            "kind": column.kind.name.replace("TIMESTAMP", "TIMESTAMP WITH TIME ZONE"),
        }
        for table, _ in marts
        for column in table.columns
    ]


def ask_duckdb_1_5(target, sql):
    """Return what the command line of DuckDB 1.5 answers, beside the published file."""
    told = subprocess.check_output(
        [
            *(Path(sys.executable).with_name("duckdb"), "-json"),
            *("-c", "set timezone = 'UTC'"),
            *("-c", f"attach '{target}/marts.duckdb' as published (read_only)"),
            *("-c", sql),
        ],
        text=True,
    )
    return json.loads(told or "[]")


def test_no_text_of_a_message_is_in_an_export(marts, export):
    told = [str(row) for _, rows in marts for row in rows]
    assert told
    assert [row for row in told if CANARY in row] == []
    files = [path for path in export.rglob("*") if path.is_file()]
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert any("malformed_line" in row for row in told)


def test_columns_stay_as_the_schemas_promise(marts, update_golden):
    former = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in SCHEMAS.glob("*.json")
    }
    found = {table.name: schema_of(table, SCHEMA_VERSION) for table, _ in marts}

    broken = [each for name in former for each in breaks(former[name], found.get(name))]
    assert not broken, "raise SCHEMA_VERSION in kpi_runner/publish/publish.py"
    if update_golden:
        write_schemas(found)
        former = found
    assert former == found, "--update-golden writes the new columns into schemas/"


def write_schemas(found):
    """Replace the files of schemas/."""
    shutil.rmtree(SCHEMAS, ignore_errors=True)
    SCHEMAS.mkdir()
    for name, schema in found.items():
        text = json.dumps(schema, indent=2) + "\n"
        (SCHEMAS / f"{name}.json").write_text(text, encoding="utf-8")


FORMER = {
    "mart": "gate",
    "schema_version": 1,
    "columns": [
        {"name": "rule", "type": "VARCHAR"},
        {"name": "week", "type": "DATE"},
    ],
}


@pytest.mark.parametrize(
    ("columns", "broken"),
    [
        ({"rule": "VARCHAR", "week": "DATE"}, []),
        ({"week": "DATE", "note": "VARCHAR", "rule": "VARCHAR"}, []),
        ({"rule": "VARCHAR"}, ["gate.week is gone"]),
        ({"rule": "BIGINT", "week": "DATE"}, ["gate.rule is BIGINT, not VARCHAR"]),
    ],
)
def test_a_column_goes_or_changes_only_with_a_new_schema_version(columns, broken):
    listed = [{"name": name, "type": kind} for name, kind in columns.items()]
    found = {"mart": "gate", "schema_version": 1, "columns": listed}

    assert breaks(FORMER, found) == broken
    assert breaks(FORMER, {**found, "schema_version": 2}) == []


def test_a_mart_goes_only_with_a_new_schema_version():
    assert breaks(FORMER, None) == ["gate.rule is gone", "gate.week is gone"]
