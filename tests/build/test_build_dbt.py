"""dbt itself, on what `kpi land` leaves, makes the rows that `kpi build` publishes."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from tests.cli.test_commands import kpi
from tests.support.require import require

ROOT = Path(__file__).parents[2]
DBT = Path(os.environ.get("KPI_DBT", ROOT / ".venv-dbt/bin/dbt"))
SHARED = ROOT / "../shared/data/tau_bench"


@pytest.fixture
def target():
    """Give a folder inside the project: dbt takes seed paths relative to it only."""
    folder = ROOT / "target" / f"test_dbt_{os.getpid()}"
    yield folder
    shutil.rmtree(folder)


@pytest.mark.slow
@pytest.mark.dbt
def test_dbt_builds_the_same_rows_from_what_land_leaves(target):
    if not DBT.exists():
        require("dbt", f"there is no dbt at {DBT} (set KPI_DBT)")
    if not SHARED.exists():
        pytest.skip(f"no data in {SHARED}")
    given = ("--raw", SHARED / "raw", "--seeds", SHARED / "seeds", "--target", target)
    given = ("--project", ROOT, *given, "--now", "2026-03-01", "--quiet")
    assert kpi("land", *given).exit_code == kpi("build", *given).exit_code == 0

    subprocess.run(
        [DBT, "build", "--target-path", target / "out", "--log-path", target / "log"],
        cwd=ROOT,
        check=True,
        env={
            **os.environ,
            "DBT_PROFILES_DIR": str(ROOT),
            "KPI_DBT_DATABASE": str(target / "dbt/work.duckdb"),
            "KPI_SEEDS": str((target / "seeds").relative_to(ROOT)),
        },
    )

    assert different(target) == {}


def different(target):
    """Return how many rows only one of the two has, for each mart that differs."""
    engine = DuckDBEngine()
    for name, path in (("ours", "marts.duckdb"), ("work", "dbt/work.duckdb")):
        engine.execute(f"attach '{target / path}' as {name} (read_only)")
    marts = engine.rows(
        "select table_name from duckdb_tables() where database_name = 'ours'"
        " and table_name != 'publish_info' order by all"
    )
    either = "select count(*) from (from {}.main.{} except all from {}.main.{})"
    counts = {
        mart: engine.rows(either.format("ours", mart, "work", mart))
        + engine.rows(either.format("work", mart, "ours", mart))
        for (mart,) in marts
    }
    engine.close()
    assert "panel_weekly" in counts
    return {mart: found for mart, found in counts.items() if found != [(0,), (0,)]}
