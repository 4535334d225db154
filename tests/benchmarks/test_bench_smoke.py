import json
import os
import shutil

import pytest

from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.setting import ROOT
from tests.support.require import require

# dbt has an environment and a test of its own.
OURS = [f"--only={name}" for name in BENCHMARKS if name != "dbt"]
SMALL = ["--tickets", "2000", "--pairs", "1"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every benchmark of a desk, once and small; the large one with little memory."""
    folder = tmp_path_factory.mktemp("bench")
    places = ["--scratch", str(folder), "--page", str(folder / "benchmarks.md")]
    large = ["--large-tickets", "2000", "--memory-limit", "1GB"]
    main([*OURS, *SMALL, *large, *places])
    return folder


@pytest.mark.slow
def test_every_promise_is_on_the_page_with_its_value_and_its_command(folder):
    page = (folder / "benchmarks.md").read_text()
    rows = [line for line in page.splitlines() if "python -m benchmarks --only" in line]
    promised = [row for row in rows if " at most " in row]
    assert len(promised) == 11
    assert all("| met |" in row or "| **missed** |" in row for row in promised)
    assert page.count(" x |") >= 5
    assert "cores" in page
    assert "DuckDB" in page


@pytest.mark.slow
def test_a_build_costs_time_and_memory_and_reads_rows(folder):
    kept = json.loads((folder / "measured.json").read_text())
    built = kept["build"]["section"]["runs"][0]
    assert built["rows"] > 2000
    assert built["costs"][0]["wall"] > 0
    assert built["costs"][0]["peak"] > 50 * 2**20


@pytest.mark.slow
def test_the_bare_script_publishes_the_rows_that_a_build_publishes(folder):
    import duckdb

    connection = duckdb.connect()
    for name in ("built", "bare"):
        connection.execute(
            f"attach '{folder / name / 'marts.duckdb'}' as {name} (read_only)"
        )
    marts = connection.execute(
        "select table_name from information_schema.tables where table_catalog = 'bare'"
    ).fetchall()
    different = [
        mart
        for (mart,) in marts
        if connection.execute(
            f"select count(*) from (from built.{mart} except all from bare.{mart})"
        ).fetchall()
        != [(0,)]
    ]
    assert len(marts) > 20
    assert different == []


@pytest.mark.slow
def test_a_build_that_takes_too_long_is_given_up_and_called_unfinished(folder):
    places = ["--scratch", str(folder), "--page", str(folder / "given_up.md")]
    sizes = ["--large-tickets", "2000", "--timeout", "1.5"]
    main([*SMALL, *sizes, *places, "--only", "large"])
    page = (folder / "given_up.md").read_text()
    assert "**Not finished**" in page
    assert "| not finished |" in page


@pytest.mark.slow
@pytest.mark.dbt
def test_dbt_builds_the_same_desk_beside_ours_and_four_promises_are_judged():
    if not (ROOT / ".venv-dbt/bin/dbt").exists():
        require("dbt", "there is no dbt in .venv-dbt (make .venv-dbt/bin/dbt)")
    # Inside the project: dbt takes paths of seeds relative to it only.
    folder = ROOT / "target" / f"test_bench_dbt_{os.getpid()}"
    places = ["--scratch", str(folder), "--page", str(folder / "benchmarks.md")]
    try:
        main(["--only=dbt", "--peer-tickets=500", "--pairs=1", *places])
        page = (folder / "benchmarks.md").read_text()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    promised = [line for line in page.splitlines() if " at least " in line]
    assert len(promised) == 3
    assert "| `dbt build`, nothing changed | 1 |" in page
    assert "dbt-core 1.11" in page
