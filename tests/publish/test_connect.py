"""What docs/connect.md says about tools is true, and what it shows runs."""

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.support.shop import build, raw, shop

BIN = Path(sys.executable).parent
PAGE = (Path(__file__).parents[2] / "docs/connect.md").read_text(encoding="utf-8")
FILES = {
    "models/marts/deflection_weekly.sql": (
        "-- One row per ticket.\n"
        "select date '2026-03-02' as week, 'vetoed' as verdict, "
        "ticket_id as headline from {{ ref('orders') }}\n"
    ),
    "models/marts/action_items.sql": "-- One row per item.\nselect 1 as item\n",
    "models/marts/panel_weekly.sql": "-- One row per cell.\nselect 1 as cell\n",
}
HEADLINES = "select headline from deflection_weekly order by headline"


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Publish a small project and go there, as the page's reader has."""
    build(shop(tmp_path, FILES))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def shown(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def run(command, **options):
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


@pytest.mark.parametrize("block", shown("bash"))
def test_every_command_of_the_page_runs(desk, block):
    found = run(["bash", "-euc", block])
    assert (found.returncode, found.stderr) == (0, "")
    assert "t1" in found.stdout


def test_the_notebook_cell_shows_a_publish_that_came_since(desk):
    (cell,) = shown("python")
    names = {}

    exec(cell, names)
    before = list(names["vetoed"]["headline"])
    build(raw(desk, "t3,9\n"))
    exec(cell, names)

    assert sorted(before) == ["t1", "t2"]
    assert list(names["vetoed"]["headline"]) == ["t3"]


def test_one_process_shares_what_it_opened_until_all_of_it_is_closed(desk):
    def opened():
        return duckdb.connect("target/marts.duckdb", read_only=True)

    first = opened()
    build(raw(desk, "t3,9\n"))
    second = opened()

    assert second.sql(HEADLINES).fetchall() == [("t1",), ("t2",)]
    first.close()
    second.close()
    with opened() as anew:
        assert anew.sql(HEADLINES).fetchall() == [("t3",)]


def test_a_session_of_the_command_line_opens_a_newer_publish(desk):
    build(raw(desk, "t3,9\n"), target=desk / "later")
    script = f"""
        select version() like 'v1.5.%';
        .shell mv later/marts.duckdb target/marts.duckdb
        {HEADLINES};
        .open --readonly target/marts.duckdb
        {HEADLINES};
    """
    lines = "\n".join(line.strip() for line in script.splitlines())

    found = run(
        ["duckdb", "-readonly", "-csv", "-noheader", "target/marts.duckdb"],
        input=lines,
    )

    assert found.stdout.split() == ["true", "t1", "t2", "t3"], found.stderr


def test_a_tool_that_writes_shuts_out_readers_but_no_build(desk):
    read = "import duckdb; duckdb.connect('target/marts.duckdb', read_only=True)"

    with duckdb.connect("target/marts.duckdb"):
        shut_out = run([sys.executable, "-c", read])
        build(raw(desk, "t3,9\n"))
        let_in = run([sys.executable, "-c", read])

    assert "Could not set lock" in shut_out.stderr
    assert let_in.returncode == 0
