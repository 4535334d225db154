"""The public conversations land the same from Parquet, CSV and JSON lines."""

from pathlib import Path

import pytest

from kpi_runner.build.contract import read_contract
from kpi_runner.build.land import land
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.project.project import read_project
from tests.support.landing import NOW

ROOT = Path(__file__).parents[2]
RAW = ROOT.parent / "shared" / "data" / "tau_bench" / "raw"
COUNTS = {
    "tickets": 561,
    "messages": 7916,
    "tool_calls": 3937,
    "escalations": 74,
    "refunds": 373,
    "entitlements": 2580,
}
COPIES = {
    "csv": "(header)",
    "csv.gz": "(header, compression gzip)",
    "jsonl": "(format json)",
    "json": "(format json, array true)",
}

pytestmark = pytest.mark.skipif(not RAW.is_dir(), reason=f"{RAW} is not there")


@pytest.fixture(scope="module")
def contract():
    return read_contract(read_project(ROOT).sources)


def land_folder(folder, contract):
    engine = DuckDBEngine()
    inventory = land(engine, [folder], contract, now=NOW)
    return engine, inventory


def typed(engine, table):
    fields = ", ".join(
        f'try_cast("{column.name}" as {column.data_type}) as "{column.name}"'
        for column in table.columns
    )
    return engine.rows(f"select {fields}, raw_row from {table.name} order by raw_row")


def test_every_row_of_parquet_is_counted(contract):
    _, inventory = land_folder(RAW, contract)
    counts = {name: inventory.tables[f"raw.{name}"].row_count for name in COUNTS}
    assert counts == COUNTS
    assert inventory.notes == (
        "outcomes.parquet is no table of the contract and is not read.",
    )


@pytest.mark.parametrize("ending", COPIES)
def test_a_copy_in_another_format_gives_the_same_rows(tmp_path, contract, ending):
    original, _ = land_folder(RAW, contract)
    for path in RAW.glob("*.parquet"):
        copy = tmp_path / f"{path.stem}.{ending}"
        original.execute(f"copy (from '{path}') to '{copy}' {COPIES[ending]}")
    copied, inventory = land_folder(tmp_path, contract)
    assert inventory.tables["raw.tickets"].row_count == COUNTS["tickets"]
    for table in contract.tables.values():
        assert typed(copied, table) == typed(original, table), table.name
    assert copied.rows("select * from raw.malformed_lines") == []
