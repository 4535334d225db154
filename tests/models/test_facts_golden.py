"""Real conversations of LLM bots: counts and money known from elsewhere."""

from decimal import Decimal

import pytest

from tests.support.require import require
from tests.support.warehouse import ROOT, warehouse

TAU_BENCH = ROOT.parent / "shared" / "data" / "tau_bench"
COUNTED = """
select
    deployment_id,
    count(*),
    count_if(is_escalated),
    count_if(is_contained),
    count_if(is_attempted),
    sum(refund_count),
    sum(refund_known_count),
    sum(refund_unentitled_count),
    sum(refund_overpaid_amount)
from int_ticket_facts
group by deployment_id
order by deployment_id
"""
PAID = """
select deployment_id, sum(paid_reporting_amount)
from int_refunds_entitled
group by deployment_id
order by deployment_id
"""


@pytest.fixture(scope="module")
def built():
    if not TAU_BENCH.exists():
        require("data", f"the public conversations are not at {TAU_BENCH}")
    return warehouse(
        raw=TAU_BENCH / "raw",
        overlay=TAU_BENCH / "seeds",
        upto=["int_ticket_facts", "int_refunds_entitled"],
    )


def test_escalations_containment_and_unentitled_refunds(built):
    airline = (200, 48, 152, 200, 118, 118, 33, Decimal("56280.00"))
    retail = (361, 26, 335, 361, 255, 255, 28, Decimal("25939.38"))

    assert built.rows(COUNTED) == [("tau_airline", *airline), ("tau_retail", *retail)]


def test_money_paid(built):
    assert built.rows(PAID) == [
        ("tau_airline", Decimal("251409.00")),
        ("tau_retail", Decimal("200830.26")),
    ]
