"""`kpi init` makes a project of your own, whole or not at all, that works at once."""

import fcntl
import os
import subprocess
from pathlib import Path

import pytest

from kpi_runner.publish.published import published
from tests.cli.test_commands import kpi
from tests.support.require import require

ROOT = Path(__file__).parents[2]
DBT = Path(os.environ.get("KPI_DBT", ROOT / ".venv-dbt/bin/dbt"))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Give a project of your own with a simulated desk in its raw folder."""
    home = tmp_path_factory.mktemp("home") / "new/ours"
    assert kpi("init", home, "--quiet").output == ""
    simulated = kpi("simulate", "--output", home / "raw", "--tickets", "1500")
    assert simulated.exit_code == 0, simulated.output
    return home


def test_a_project_holds_what_is_shipped_and_what_its_user_needs(project):
    for folder in ("models", "macros", "seeds", "expectations"):
        shipped = {p.relative_to(ROOT) for p in (ROOT / folder).rglob("*.*")}
        copied = {p.relative_to(project) for p in (project / folder).rglob("*.*")}
        assert copied == {path for path in shipped if path.name[0] != "."}
        assert all((project / p).stat().st_mode & 0o200 for p in copied)
    assert (project / ".github/workflows/kpi.yml").is_file()
    assert "kpi ready" in (project / "README.md").read_text()
    assert {"/raw/", "/target/"} <= set((project / ".gitignore").read_text().split())


def test_its_settings_are_the_shipped_ones_but_for_where_the_raw_data_lie(project):
    shipped = (ROOT / "dbt_project.yml").read_text()

    assert "  raw_paths: []\n" in shipped
    assert (project / "dbt_project.yml").read_text() == shipped.replace(
        "  raw_paths: []\n", '  raw_paths: ["raw"]\n'
    )


@pytest.mark.slow
def test_run_works_there_at_once(project, monkeypatch):
    monkeypatch.chdir(project)

    ran = kpi("run")

    assert ran.exit_code in (0, 1), ran.output
    assert (project / "target/report.html").is_file()
    with published(project / "target") as marts:
        assert marts.rows("select count(distinct deployment_id) from panel_weekly") == [
            (2,)
        ]
    assert kpi("ready").exit_code == 0


@pytest.mark.slow
@pytest.mark.dbt
def test_dbt_builds_there(project):
    if not DBT.is_file():
        require("dbt", f"there is no dbt at {DBT} (set KPI_DBT)")
    landed = kpi("land", "--project", project, "--quiet")
    assert landed.exit_code == 0, landed.output

    done = subprocess.run(
        [DBT, "build", "--profiles-dir", project],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-2000:]
    assert "ERROR=0 SKIP=0" in done.stdout


def test_a_folder_that_holds_anything_is_refused_and_left_alone(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/notes.txt").write_text("mine")

    refused = kpi("init", tmp_path / "ours")

    assert refused.exit_code == 2
    assert "is not empty: it has notes.txt." in refused.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["ours", "notes.txt"]


def test_a_fresh_clone_counts_as_empty(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)

    assert kpi("init", ".").exit_code == 0
    assert {".git", "dbt_project.yml", "models"} <= {p.name for p in tmp_path.iterdir()}
    assert kpi("list", "-s", "panel_weekly").exit_code == 0


@pytest.mark.parametrize("is_there", [False, True])
def test_a_failure_leaves_nothing(tmp_path, is_there):
    if is_there:
        (tmp_path / "ours").mkdir()

    refused = kpi("init", tmp_path / "ours", "--raw", tmp_path / "nowhere")

    assert refused.exit_code == 2
    assert "does not exist" in refused.stderr
    left = ["ours"] if is_there else []
    assert [path.name for path in tmp_path.rglob("*")] == left


def test_what_a_killed_one_left_is_cleared_and_a_living_ones_is_not(tmp_path):
    dead, alive = tmp_path / ".ours.kpi-init.dead", tmp_path / ".ours.kpi-init.alive"
    for folder in (dead, alive):
        (folder / "project").mkdir(parents=True)
        (folder / "init.lock").touch()

    with (alive / "init.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = kpi("init", tmp_path / "ours")

    assert made.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [alive.name, "ours"]
