"""Every mart that Spark builds is the one that DuckDB builds, cell by cell."""

import os
from contextlib import closing

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.write import Output, write_desk
from tests.reference.random_desk import RandomDesk
from tests.spark.parity import ROOT, Desk, built_twice
from tests.support.warehouse import write_raw, write_seeds

TAU_BENCH = ROOT.parent / "shared" / "data" / "tau_bench"
# As many tickets as a longer run wants to see.
TICKETS = int(os.environ.get("KPI_SPARK_TICKETS", "1200"))
# A desk is more than two hundred models: one is built in each run, all in a long one.
LONG = bool(os.environ.get("KPI_SPARK_LONG"))
SCENARIOS = (
    "csat_slip:web_chat/password_reset:3:0.3",
    "delayed_only_slip:web_chat/basic_billing:3:0.3",
    "segment_slip:web_chat/order_status:3:0.3",
    "doom_loop:web_chat/order_status:3:0.4",
    "context_loss:web_chat/returns:3:0.3",
    "invented_policy:web_chat/shipping_policy:3:0.3",
    "refund_leakage:wallet_app/billing_disputes:3:0.3",
    "handle_time_creep:web_chat/plan_comparison:3:0.5",
    "repeat_contact_rise:wallet_app/basic_billing:3:0.2",
    "silent_refusal:wallet_app/order_status:3:0.5",
    "survey_outage:web_chat/billing_disputes:3:1",
    "mix_shift:wallet_app/returns:3:2",
    "model_score_drift:wallet_app/password_reset:3:0.2",
    "seasonal_dip:wallet_app/shipping_policy:3:0.1",
)

pytestmark = [pytest.mark.slow, pytest.mark.spark, pytest.mark.usefixtures("spark")]


def test_a_simulated_desk_with_every_scenario_and_dirt_is_the_same(tmp_path):
    raw = tmp_path / "raw"
    options = Options(
        tickets=TICKETS, weeks=12, holdout=0.1, dirt=0.008, scenarios=SCENARIOS
    )
    with closing(DuckDBEngine()) as engine:
        write_desk(engine, options, Output(raw, "parquet", 3))
    variables = {"as_of": "2026-03-19 12:00:00", "max_quarantine_rate": 0.1}

    assert built_twice(Desk(raw, raw / "seeds", variables), tmp_path) == []


@pytest.mark.skipif(not LONG, reason="takes minutes: KPI_SPARK_LONG=1")
def test_a_desk_full_of_boundary_cases_is_the_same(tmp_path):
    desk = RandomDesk(1)
    raw = write_raw(tmp_path / "raw", desk.tables)
    seeds = write_seeds(tmp_path / "seeds", desk.seeds)
    limits = {"max_quarantine_rate": 1.0, "max_orphan_rate": 1.0}
    variables = {**desk.variables, **limits}

    assert built_twice(Desk(raw, seeds, variables), tmp_path) == []


@pytest.mark.skipif(not LONG, reason="takes minutes: KPI_SPARK_LONG=1")
@pytest.mark.skipif(not TAU_BENCH.is_dir(), reason=f"{TAU_BENCH} is not there")
def test_public_conversations_are_the_same(tmp_path):
    desk = Desk(TAU_BENCH / "raw", TAU_BENCH / "seeds")

    assert built_twice(desk, tmp_path) == []
