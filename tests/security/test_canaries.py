"""What people wrote stays in the work database: canaries are looked for everywhere.

A canary stands in the body of messages of every author, also of rows that end in
quarantine and of lines that do not parse, and in arguments and results of tool calls.
"""

import base64
import gzip
import json
import re

import duckdb
import pytest
from click.testing import CliRunner

from kpi_runner.cli import main

CANARY = "canary5d21e7"
# The private database, and what landing a broken line spilled.
PRIVATE = ("work.duckdb", "work.duckdb.wal", "spill")
NOW = "2026-07-06"
SHAPE = ("--format", "jsonl", "--dirt", 0)


@pytest.mark.slow
def test_no_canary_leaves_the_work_database(tmp_path):
    raw, target, out = tmp_path / "raw", tmp_path / "target", tmp_path / "out"
    home = ["--target", target]
    out.mkdir()
    said = [kpi("simulate", "--output", raw, "--tickets", 400, *SHAPE)]
    planted = plant(raw)
    seeds = ["--raw", raw, "--seeds", raw / "seeds", "--now", NOW]
    variables = ["--vars", "{max_quarantine_rate: 1}"]

    said += [kpi("build", *seeds, *variables, *home), kpi("report", *home)]
    said += [kpi("review", each, *home) for each in ("weekly", "monthly", "quarterly")]
    said += [kpi("sample", "--output", out / "sample.csv", *home), kpi("panel", *home)]
    said += [kpi("export", out / "export", *home), *gate(out, home)]

    held = duckdb.connect(str(target / "work.duckdb"), read_only=True)
    ((kept,),) = held.execute(
        "select (select count(*) from stg_messages where body like $1)"
        " + (select count(*) from raw.malformed_lines where line like $1)",
        [f"%{CANARY}%"],
    ).fetchall()
    held.close()
    assert kept > planted / 2
    assert [text for text in said if CANARY in text] == []
    files = [*files_of(target), *files_of(out)]
    assert len(files) > 200
    assert [path for path in files if CANARY in readable(path)] == []


def plant(raw):
    """Put canaries into messages and tool calls; return how many."""
    path = raw / "messages.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    for number, row in enumerate(rows):
        row["body"] = f"{row['body']} {CANARY} {number} 45 days refund of $12.50."
        row["author"] = "nobody" if number % 97 == 0 else row["author"]
        row["sent_at"] = "no time" if number % 89 == 0 else row["sent_at"]
        row["ticket_id"] = "none" if number % 83 == 0 else row["ticket_id"]
    lines = [json.dumps(row) for row in rows]
    broken = [f'{{"message_id": "b{n}", "body": "{CANARY}' for n in range(20)]
    path.write_text("\n".join([*lines, *lines[:10], *broken]), encoding="utf-8")
    calls = raw / "tool_calls.jsonl"
    told = [json.loads(line) for line in calls.read_text("utf-8").split("\n") if line]
    for row in told:
        row["arguments"] = json.dumps({"note": CANARY})
        row["result"] = CANARY
    calls.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    return len(lines) + len(broken)


def gate(out, home):
    """Judge in every format; return what was said."""
    formats = ("text", "json", "junit", "markdown", "github", "sarif", "slack")
    return [
        kpi("gate", "--format", each, "--output", out / f"gate.{each}", *home, codes=())
        for each in formats
    ]


def kpi(*arguments, codes=(0,)):
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert not codes or done.exit_code in codes, done.output
    assert done.exit_code in (0, 1, 4, 5), done.output
    return done.output


def files_of(folder):
    """Return every file that is not private."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in PRIVATE
    ]


def readable(path):
    """Return all text in a file: of a database or Parquet every value in it."""
    if path.suffix == ".duckdb":
        database = duckdb.connect(str(path), read_only=True)
        names = [name for (name,) in database.execute("show tables").fetchall()]
        return "".join(values(database, f'"{name}"') for name in names)
    if path.suffix == ".parquet":
        return values(duckdb.connect(), f"'{path}'")
    text = path.read_text("utf-8", errors="replace")
    packed = re.findall(r'id="(?:payload|column)">([^<]*)', text)
    return text + "".join(
        gzip.decompress(base64.b64decode(each)).decode("utf-8", "replace")
        for each in packed
    )


def values(database, relation):
    """Return every value of a relation as text."""
    rows = database.execute(f"select columns(*)::varchar from {relation}").fetchall()
    return "\n".join("\t".join(filter(None, row)) for row in rows)
