"""Typing: the contract's columns and types, whatever the files hold."""

from datetime import datetime
from decimal import Decimal

import duckdb
import pytest

from kpi_runner.project.project import read_project
from tests.models.staging_rows import GOOD, good
from tests.support.warehouse import ROOT, Warehouse, warehouse


@pytest.fixture(scope="module")
def built() -> Warehouse:
    tables = {table: [good(table)] for table in GOOD}
    return warehouse(**tables, upto=["int_tables_staged"])


@pytest.mark.parametrize("table", GOOD)
def test_staging_has_the_columns_and_types_of_the_contract(built, table):
    source = read_project(ROOT).sources[f"raw.{table}"]
    contract = [
        (column.name, column.data_type.upper())
        for column in source.columns
        if column.name not in ("raw_file", "raw_row")
    ]
    described = built.rows(f"describe stg_{table}")
    assert [(name, kind) for name, kind, *_ in described] == contract


def required_columns(table: str) -> list[str]:
    columns = read_project(ROOT).sources[f"raw.{table}"].columns
    return [column.name for column in columns if column.meta.get("required")]


def test_every_required_column_of_the_contract_is_required():
    required = {table: required_columns(table) for table in GOOD}
    tables = {
        table: [{**good(table), name: None} for name in names]
        for table, names in required.items()
    }
    built = warehouse(**tables, upto=["int_rows_rejected"])
    refused = built.rows("""
        select table_name, count(*) from int_rows_rejected
        where reason = 'missing_key' group by table_name
    """)
    assert dict(refused) == {table: len(names) for table, names in required.items()}


def typed(table: str, column: str, values: list[object], tmp_path) -> list[object]:
    """Return what staging makes of these texts of a column, read from a CSV."""
    rows = [good(table, ticket_id=f"t{i}") for i in range(len(values))]
    columns = [name for name in rows[0] if name != column]
    lines = [",".join([*columns, column])]
    for row, value in zip(rows, values, strict=True):
        lines.append(",".join([*(str(row[name]) for name in columns), str(value)]))
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    built = warehouse(raw=raw, upto=[f"stg_{table}"])
    found = built.rows(f"select {column} from stg_{table}_typed order by raw_row")
    return [value for (value,) in found]


def test_times_are_utc_with_or_without_an_offset(tmp_path):
    texts = {
        "2026-01-12 10:00:00": datetime(2026, 1, 12, 10),
        "2026-01-12T10:00:00Z": datetime(2026, 1, 12, 10),
        "2026-01-12T10:00:00z": datetime(2026, 1, 12, 10),
        "2026-01-12T10:00:00+02:00": datetime(2026, 1, 12, 8),
        "2026-01-12 10:00:00 +0200": datetime(2026, 1, 12, 8),
        "2026-01-12 10:00:00 -05:30": datetime(2026, 1, 12, 15, 30),
        "2026-01-12 10:00:00-05": datetime(2026, 1, 12, 15),
        "2026-01-12 10:00:00 UTC": datetime(2026, 1, 12, 10),
        "2026-01-12T10:00:00.123456+00:00": datetime(2026, 1, 12, 10, 0, 0, 123456),
        "2026-01-12": datetime(2026, 1, 12),
        "epoch": None,
        "-infinity": None,
        "1768212000": None,
        "12.01.2026": None,
    }
    assert typed("tickets", "opened_at", list(texts), tmp_path) == list(texts.values())


def test_decimals_round_half_away_from_zero(tmp_path):
    texts = {
        "0.0000005": Decimal("0.000001"),
        "0.00000049": Decimal("0.000000"),
        "-0.0000005": Decimal("-0.000001"),
        "12": Decimal("12.000000"),
        "1.2e1": Decimal("12.000000"),
        "1e30": None,
        "nan": None,
        "twelve": None,
    }
    found = typed("tickets", "bot_handle_seconds", list(texts), tmp_path)
    assert found == list(texts.values())


def test_flags_are_read_as_people_and_data_frames_write_them(tmp_path):
    texts = {
        "true": True,
        "True": True,
        "1": True,
        "1.0": True,
        "FALSE": False,
        "0": False,
        "0.0": False,
        "2": None,
        "maybe": None,
    }
    assert typed("tickets", "bot_attempted", list(texts), tmp_path) == list(
        texts.values()
    )


def test_a_double_is_rounded_from_its_shortest_text(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    rows = "values ('a', 2.675::double), ('b', 1.005::double), ('c', -2.675::double)"
    duckdb.sql(f"""
        select id as refund_id, 't' as ticket_id, timestamp '2026-01-12' as paid_at,
            amount, 'USD' as currency
        from ({rows}) as rows(id, amount)
    """).write_parquet(str(raw / "refunds.parquet"))
    duckdb.sql("""
        select 't' as ticket_id, 'desk' as deployment_id, true as bot_attempted,
            timestamp '2026-01-12' as opened_at
    """).write_parquet(str(raw / "tickets.parquet"))
    built = warehouse(raw=raw, upto=["stg_refunds"])
    amounts = built.rows("select refund_id, amount from stg_refunds order by refund_id")
    assert amounts == [
        ("a", Decimal("2.68")),
        ("b", Decimal("1.01")),
        ("c", Decimal("-2.68")),
    ]


@pytest.fixture(scope="module")
def as_parquet(built, tmp_path_factory):
    raw = tmp_path_factory.mktemp("parquet")
    for table in GOOD:
        copy = f"copy stg_{table} to '{raw / table}.parquet'"
        built.engine.execute(copy)
    return raw


@pytest.fixture(scope="module")
def from_parquet(as_parquet):
    return warehouse(raw=as_parquet, upto=["int_tables_staged"])


@pytest.mark.parametrize("suffix", ["csv", "csv.gz", "jsonl"])
def test_the_same_rows_from_any_format_are_staged_the_same(
    as_parquet, from_parquet, suffix, tmp_path
):
    raw = tmp_path / "raw"
    raw.mkdir()
    kind = "format json" if suffix == "jsonl" else "format csv, header"
    for file in as_parquet.glob("*.parquet"):
        duckdb.sql(f"copy '{file}' to '{raw / file.stem}.{suffix}' ({kind})")
    built = warehouse(raw=raw, upto=["int_tables_staged"])
    for table in GOOD:
        rows = from_parquet.rows(f"from stg_{table} order by all")
        assert len(rows) == 1
        assert built.rows(f"from stg_{table} order by all") == rows


def test_what_is_not_said_reads_as_unknown_and_as_the_bot():
    built = warehouse(tickets=[good("tickets")], upto=["stg_tickets"])
    read = built.rows("select segment, channel, arm, intent from stg_tickets")
    assert read == [("unknown", "unknown", "bot", None)]
