import os
import subprocess
import sys

import pytest

from kpi_runner.build.lock import locked
from kpi_runner.build.state import current_run, read_state
from kpi_runner.errors import KpiError, LockedError
from tests.support.shop import build, built_models, raw, request, rows, shop


def test_nothing_changed_is_known_without_a_database(tmp_path):
    release, _ = build(shop(tmp_path))
    asks = (
        "import sys; from pathlib import Path; from datetime import datetime\n"
        "from kpi_runner.build.request import Request\n"
        "from kpi_runner.build.state import current_run\n"
        "root = Path(sys.argv[1])\n"
        "now, raw = datetime(2026, 1, 1), (root / 'raw',)\n"
        "print(current_run(Request(root, root / 'target', now, raw)))\n"
        "print([name for name in ('duckdb', 'jinja2', 'yaml') if name in sys.modules])"
    )

    told = subprocess.check_output([sys.executable, "-c", asks, tmp_path], text=True)

    assert told.splitlines() == [release.run_id, "[]"]


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "models/marts/totals.yml").write_text("version: 2\n"),
        lambda root: (root / "models/new.sql").write_text("-- One row.\nselect 1 a\n"),
        lambda root: (root / "models/checks/check_prices.sql").unlink(),
        lambda root: (root / "dbt_project.yml").write_text("name: shop\nvars: {}\n"),
        lambda root: raw(root, "t1,5\nt2,7\n"),
        lambda root: (root / "raw/tickets.csv").unlink(),
        lambda root: (root / "raw/surveys.csv").write_text("survey_id\n"),
        lambda root: (root / "target/marts.duckdb").unlink(),
        lambda root: os.utime(root / "target/marts.duckdb"),
        lambda root: (root / "target/state.json").write_text("{"),
        lambda root: (root / "target/state.json").write_text("[]"),
    ],
)
def test_any_change_of_what_is_read_is_seen(tmp_path, change):
    build(shop(tmp_path))
    assert current_run(request(tmp_path))

    change(tmp_path)

    assert current_run(request(tmp_path)) is None


def test_other_options_are_another_build(tmp_path):
    build(shop(tmp_path))

    assert current_run(request(tmp_path, variables={"bonus": 1})) is None
    assert current_run(request(tmp_path, raw=(tmp_path / "other",))) is None
    assert current_run(request(tmp_path, seeds=tmp_path / "seeds")) is None


def test_an_environment_variable_that_a_model_reads_is_an_input(tmp_path, monkeypatch):
    reads = "-- One row.\nselect '{{ env_var('DESK', 'none') }}' as desk\n"
    build(shop(tmp_path, {"models/marts/desks.sql": reads}))
    assert current_run(request(tmp_path))

    monkeypatch.setenv("DESK", "web")

    assert current_run(request(tmp_path)) is None
    build(tmp_path)
    assert rows(tmp_path / "target/marts.duckdb", "from desks") == [("web",)]


@pytest.mark.parametrize("broken", [b"", b"no database", b"x" * 20_000])
def test_a_work_database_that_cannot_be_read_is_made_anew(tmp_path, broken):
    build(shop(tmp_path))
    (tmp_path / "target/work.duckdb").write_bytes(broken)
    raw(tmp_path, "t3,9\n")

    _, told = build(tmp_path)

    assert len(built_models(told)) == 3
    assert rows(tmp_path / "target/marts.duckdb") == [("t3", 9)]


def test_a_stale_log_beside_the_work_database_stops_nobody(tmp_path):
    build(shop(tmp_path))
    (tmp_path / "target/work.duckdb.wal").write_bytes(b"x" * 5_000)
    raw(tmp_path, "t3,9\n")

    build(tmp_path)

    assert rows(tmp_path / "target/marts.duckdb") == [("t3", 9)]


def test_a_work_database_that_others_changed_is_not_trusted(tmp_path):
    build(shop(tmp_path))
    os.utime(tmp_path / "target/work.duckdb")

    _, told = build(tmp_path)

    assert built_models(told) == ["check_prices", "orders", "totals"]


def test_a_second_build_is_told_who_is_first(tmp_path):
    with locked(tmp_path), pytest.raises(LockedError) as caught, locked(tmp_path):
        pass

    assert f"process {os.getpid()}" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_lock_file_that_nobody_holds_stops_nobody(tmp_path):
    (tmp_path / "build.lock").write_text("1")

    with locked(tmp_path):
        assert (tmp_path / "build.lock").read_text() == str(os.getpid())


def test_a_target_that_is_a_file_is_named(tmp_path):
    (tmp_path / "target").write_text("")

    with pytest.raises(KpiError, match="cannot be written"):
        build(shop(tmp_path))


def test_an_error_in_the_project_leaves_the_state_alone(tmp_path):
    build(shop(tmp_path))
    before = read_state(tmp_path / "target")
    (tmp_path / "models/new.sql").write_text("{{ nonsense")

    with pytest.raises(KpiError):
        build(tmp_path)

    assert read_state(tmp_path / "target") == before


def test_a_build_without_raw_paths_is_not_the_one_that_named_them(tmp_path):
    build(shop(tmp_path))

    assert current_run(request(tmp_path, raw=())) is None
