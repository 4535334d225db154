"""Real conversations: everything is staged, nothing is lost."""

import pytest

from tests.support.require import require
from tests.support.warehouse import ROOT, Warehouse, warehouse

TAU_BENCH = ROOT.parent / "shared" / "data" / "tau_bench"


@pytest.fixture(scope="module")
def tau_bench() -> Warehouse:
    if not TAU_BENCH.exists():
        require("shared", f"there is no {TAU_BENCH}")
    return warehouse(
        raw=TAU_BENCH / "raw",
        overlay=TAU_BENCH / "seeds",
        upto=["quarantine", "exclusions", "check_rows_reconciled"],
    )


def test_every_row_of_the_benchmark_is_staged(tau_bench):
    counts = tau_bench.rows("""
        select table_name, rows_read, rows_staged, rows_quarantined
        from data_quality where is_present order by table_name
    """)
    assert counts == [
        ("entitlements", 2580, 2580, 0),
        ("escalations", 74, 74, 0),
        ("messages", 7916, 7916, 0),
        ("qa_reviews", 58, 58, 0),
        ("refunds", 373, 373, 0),
        ("tickets", 561, 561, 0),
        ("tool_calls", 3937, 3937, 0),
    ]


def test_nothing_is_refused_left_out_or_unreconciled(tau_bench):
    assert tau_bench.rows("from quarantine") == []
    assert tau_bench.rows("from exclusions") == []
    assert tau_bench.rows("from check_rows_reconciled") == []
