"""The build agrees with an independent calculation, cell by cell.

The reference (contract, facts, measures, panel, gate) reads the same raw rows and
seeds in plain Python. Every count has to be equal, every double to 1e-9.
"""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.simulate.options import Options
from kpi_runner.simulate.write import Output, write_desk
from tests.reference.answered_desk import AnsweredDesk
from tests.reference.compare import MODELS, Reference, differences
from tests.reference.contract import read_parquet, typed
from tests.reference.random_desk import RandomDesk
from tests.reference.seeds import read_seeds
from tests.support.warehouse import warehouse, write_seeds

SCENARIOS = (
    "csat_slip:web_chat/password_reset:3:0.3",
    "delayed_only_slip:web_chat/basic_billing:3:0.3",
    "doom_loop:web_chat/order_status:3:0.4",
    "context_loss:web_chat/returns:3:0.3",
    "invented_policy:web_chat/shipping_policy:3:0.3",
    "refund_leakage:wallet_app/billing_disputes:3:0.3",
    "handle_time_creep:web_chat/plan_comparison:3:0.5",
    "repeat_contact_rise:wallet_app/basic_billing:3:0.2",
    "survey_outage:web_chat/billing_disputes:3:1",
)


@pytest.mark.slow
def test_simulated_desk_is_counted_alike(tmp_path: Path):
    desk = tmp_path / "desk"
    options = Options(
        tickets=2000, weeks=12, holdout=0.1, dirt=0.008, scenarios=SCENARIOS
    )
    with closing(DuckDBEngine()) as engine:
        write_desk(engine, options, Output(desk, "parquet", 1))
    variables = {"as_of": "2026-03-19 12:00:00", "top_archetypes": 5}
    expected = Reference(read_parquet(desk), read_seeds(desk / "seeds"), variables)

    built = warehouse(
        raw=desk, overlay=desk / "seeds", variables=variables, upto=MODELS
    )

    assert not differences(built, expected)[:20]
    assert {"insufficient", "pending", "rollback"} <= {
        row["status"] for row in expected.cells.values() if "status" in row
    }


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 3])
def test_random_desk_is_counted_alike(tmp_path: Path, number: int):
    desk = RandomDesk(number)
    seeds = read_seeds(write_seeds(tmp_path / "seeds", desk.seeds))
    expected = Reference(desk.tables, seeds, desk.variables)

    built = warehouse(
        seeds=desk.seeds, variables=desk.variables, upto=MODELS, **desk.tables
    )

    assert not differences(built, expected)[:20]


# Between them these desks reach every state of a CSAT cell and every verdict.
@pytest.mark.slow
@pytest.mark.parametrize("number", [11, 17])
def test_answered_desk_is_judged_alike(tmp_path: Path, number: int):
    desk = AnsweredDesk(number)
    seeds = read_seeds(write_seeds(tmp_path / "seeds", desk.seeds))
    expected = Reference(desk.tables, seeds, desk.variables)

    built = warehouse(
        seeds=desk.seeds, variables=desk.variables, upto=MODELS, **desk.tables
    )

    assert not differences(built, expected)[:20]
    assert {"held", "watch", "protected", "rollback"} <= {
        row.get("status") for row in expected.cells.values()
    }


def test_reference_types_by_hand():
    assert typed("2026-01-05T01:00:00+02:00", "timestamp") == datetime(2026, 1, 4, 23)
    assert str(typed(0.0000005, "seconds")) == "0.000001"
