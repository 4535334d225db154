"""The refund ledger of real conversations: lines and money known from elsewhere."""

from decimal import Decimal

from tests.support.require import require
from tests.support.warehouse import ROOT, warehouse

TAU_BENCH = ROOT.parent / "shared" / "data" / "tau_bench"


def test_unentitled_lines_and_what_was_overpaid():
    if not TAU_BENCH.exists():
        require("data", f"the public conversations are not at {TAU_BENCH}")
    built = warehouse(
        raw=TAU_BENCH / "raw", overlay=TAU_BENCH / "seeds", upto=["refund_ledger"]
    )

    assert built.rows(
        "select deployment_id, count(refund_id), count_if(verdict = 'unentitled'),"
        " sum(overpaid) from refund_ledger group by deployment_id order by 1"
    ) == [
        ("tau_airline", 118, 33, Decimal("56280.00")),
        ("tau_retail", 255, 28, Decimal("25939.38")),
    ]
