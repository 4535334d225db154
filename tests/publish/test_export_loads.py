"""The load scripts: they parse, and PostgreSQL's is run against a real one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from tests.publish.exports import FACTS, NEXT_RUN, RUN, TYPES, current, exported, marts
from tests.support.postgresql import postgresql

ROOT = Path(__file__).parents[2]
# Column names that are words of SQL, as users write them in marts of their own.
WORDS = """
    select 'a' as "select", 'it''s "quoted", and a line\nbreak' as "group",
        '' as "Order", cast(null as varchar) as "null", 1e-300 as "double"
"""
TABLES = {
    "fct_tickets": FACTS.format(180),
    "types": TYPES,
    "words": WORDS,
    "empty": f"select * from ({TYPES}) where false",
}


COUNTS = """
    select run_id, (select count(*) from kpi.fct_tickets),
        (select count(*) from kpi.empty)
    from kpi.publish_info
"""
VALUES = """
    select name, amount, rate, price, is_open, week, opened_at at time zone 'UTC'
    from kpi.types order by name
"""


@pytest.fixture
def target(tmp_path):
    """Give a target folder whose marts have every type and awkward names."""
    return marts(tmp_path / "target", TABLES)


def statements(script):
    """Return the statements of a script; psql's own \\copy is COPY for a parser."""
    dialect = {"postgresql": "postgres"}.get(script.stem, script.stem)
    lines = []
    for line in script.read_text("utf-8").splitlines():
        if line.startswith("\\copy "):
            head, _, tail = line.removeprefix("\\").partition(" from program ")
            lines.append(f"{head} from stdin {tail[tail.rindex(' with ') :]};")
        elif not line.startswith("\\"):
            lines.append(line)
    return [s for s in sqlglot.parse("\n".join(lines), dialect=dialect) if s]


@pytest.mark.parametrize("name", ["snowflake", "bigquery", "redshift", "postgresql"])
def test_a_script_parses_and_replaces_every_table_in_one_transaction(
    name, target, tmp_path
):
    found = statements(exported(target, tmp_path / "out").path / f"load/{name}.sql")

    begins = [type(each) for each in found].index(exp.Transaction)
    inside = found[begins + 1 : -1]
    assert isinstance(found[-1], exp.Commit)
    assert not any(isinstance(each, exp.Command) for each in found)
    emptied = [
        table.name.lower()
        for each in inside
        if isinstance(each, exp.Delete | exp.TruncateTable)
        for table in each.find_all(exp.Table)
    ]
    filled = [
        each.find(exp.Table).name.lower()
        for each in inside
        if isinstance(each, exp.Copy | exp.Insert)
    ]
    created = [
        each.find(exp.Table).name.lower()
        for each in found[:begins]
        if isinstance(each, exp.Create) and each.kind == "TABLE"
    ]
    assert created == emptied == list(dict.fromkeys(filled))
    assert created == sorted([*TABLES, "publish_info"])


def test_a_script_names_every_file_of_the_manifest_once(target, tmp_path):
    path = exported(target, tmp_path / "out").path
    files = [file["path"] for file in current(tmp_path / "out")["files"]]

    for script in sorted((path / "load").glob("*.sql")):
        text = script.read_text("utf-8")
        assert [text.count(f"{file}'") for file in files] == [1] * len(files)


def documented(name):
    """Return the shell lines that the page on exports gives for a warehouse."""
    page = (ROOT / "docs/export.md").read_text("utf-8")
    section = page.split(f"### {name}\n", 1)[1]
    return section.split("```sh\n", 1)[1].split("```", 1)[0]


def load(environment, folder):
    """Load the current export by the words of the documentation."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", documented("PostgreSQL")],
        cwd=folder,
        env={**environment, "PATH": tools},
        capture_output=True,
        text=True,
        check=False,
    )


def answer(environment, sql):
    """Return what psql answers, a line a row."""
    command = ["psql", "--no-align", "--tuples-only", "--command", sql]
    told = subprocess.check_output(command, env=environment, text=True)
    return told.rstrip("\n").split("\n")


@pytest.fixture(scope="module")
def running():
    """Start one server for all tests."""
    with postgresql() as environment:
        yield environment


@pytest.fixture
def server(running):
    """Give the server without what an earlier test loaded."""
    answer(running, "drop schema if exists kpi cascade")
    return running


def test_postgresql_holds_what_was_exported_however_often_it_is_loaded(
    target, tmp_path, server
):
    for run in (RUN, NEXT_RUN, NEXT_RUN):
        exported(marts(target, TABLES, run), tmp_path / "exports")
        done = load(server, tmp_path)

        assert done.returncode == 0, done.stderr
        assert answer(server, COUNTS) == [f"{run}|180|0"]
    assert answer(server, VALUES) == [
        "a||||||",
        "b|1|0.1|1.50|t|2026-03-02|2026-03-02 10:00:00.000001",
    ]
    words = 'select "group", "Order" = \'\', "null" is null from kpi.words'
    assert answer(server, words) == ['it\'s "quoted", and a line', "break|t|t"]


def test_a_load_of_a_damaged_file_leaves_the_former_rows(target, tmp_path, server):
    exported(target, tmp_path / "exports")
    load(server, tmp_path)
    tables = {**TABLES, "fct_tickets": FACTS.format(9)}
    path = exported(marts(target, tables, NEXT_RUN), tmp_path / "exports").path
    (path / "types.parquet").write_bytes(b"PAR1 damaged PAR1")

    done = load(server, tmp_path)

    assert done.returncode != 0
    assert answer(server, COUNTS) == [f"{RUN}|180|0"]
