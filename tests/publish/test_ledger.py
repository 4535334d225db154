from datetime import datetime

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import KpiError
from tests.support.shop import build, raw, rows, shop

ENTRIES = {
    "models/marts/ledger_entries.sql": (
        "-- One row.\nselect cast(sum(price) as bigint) as said"
        " from {{ ref('orders') }}\n"
    )
}


def ledger(root):
    """Return what the runs said, oldest first."""
    files = root / "target/ledger/*.parquet"
    return DuckDBEngine().rows(f"select said, run_id from '{files}' order by run_id")


def test_every_publish_adds_what_it_said(tmp_path):
    first, _ = build(shop(tmp_path, ENTRIES))
    second, _ = build(raw(tmp_path, "t3,9\n"), now=datetime(2026, 3, 9))

    assert ledger(tmp_path) == [(12, first.run_id), (9, second.run_id)]


def test_a_build_that_publishes_nothing_adds_nothing(tmp_path):
    build(shop(tmp_path, ENTRIES))
    (file,) = (tmp_path / "target/ledger").iterdir()
    before = file.stat()

    build(tmp_path)

    assert [each.stat() for each in (tmp_path / "target/ledger").iterdir()] == [before]


def test_a_run_killed_between_publish_and_ledger_is_added_by_the_next(tmp_path):
    first, _ = build(shop(tmp_path, ENTRIES))
    (file,) = (tmp_path / "target/ledger").iterdir()
    file.rename(file.with_suffix(".next"))

    second, _ = build(raw(tmp_path, "t3,9\n"), now=datetime(2026, 3, 9))

    assert ledger(tmp_path) == [(12, first.run_id), (9, second.run_id)]


def test_a_project_without_entries_keeps_no_ledger(tmp_path):
    build(shop(tmp_path))

    assert rows(tmp_path / "target/marts.duckdb")
    assert not (tmp_path / "target/ledger").exists()


def test_marts_that_are_no_database_stop_a_publish_with_the_remedy(tmp_path):
    build(shop(tmp_path, ENTRIES))
    (tmp_path / "target/marts.duckdb").write_text("no database")

    with pytest.raises(KpiError, match=r"(?s)cannot be read.*Remove it") as caught:
        build(raw(tmp_path, "t3,9\n"), now=datetime(2026, 3, 9))
    assert caught.value.exit_code == 2
