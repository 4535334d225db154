"""The projects of examples/ against their golden rows and what the gate says of them.

`pytest tests/golden --update-golden` rewrites them; the diff is reviewed.
"""

import csv
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from kpi_runner.cli import main
from kpi_runner.publish.published import published

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent

GATE = """
    select rule, slice, archetype, segment, week, s1, n1, s0, n0, status_literal,
        status_evidence, status, action, owner, first_seen_week
    from gate
"""
DEFLECTION = "select week, archetype, verdict, headline from deflection_weekly"
# What is worth reading row by row; fct_tickets has every fact of every ticket.
SAMPLE_QUERIES = {
    "data_quality": "from data_quality",
    "quarantine": "from quarantine",
    "exclusions": "from exclusions",
    "fct_tickets": "from fct_tickets",
    "panel": """
        select week, archetype, measure, numerator, denominator, value, rolling,
            baseline, delta, status
        from panel_weekly
        where slice = 'archetype' and (numerator <> 0 or denominator > 0)
    """,
    "deflection": DEFLECTION,
    "gate": GATE,
}
VERDICT_QUERIES = {
    "gate": GATE,
    "deflection": DEFLECTION,
    "deflection_policy": "from deflection_policy where archetype = 'order_status'",
    "action_items": """
        select rule, archetype, segment, status, action, owner, follow_up_on, evidence
        from action_items
    """,
}


@dataclass(frozen=True)
class Example:
    """A project of examples/: where its files are, and what is worth reading."""

    name: str
    raw: str
    now: str
    queries: dict[str, str]
    exit_code: int | None = None
    seeds: str | None = None


def shop(name, exit_code):
    """Return one of the three that make_examples.py writes."""
    raw, seeds = f"examples/{name}/raw", f"examples/{name}/seeds"
    return Example(name, raw, "2026-04-16", VERDICT_QUERIES, exit_code, seeds)


SAMPLE = Example("sample", "examples/sample", "2026-03-01", SAMPLE_QUERIES)
SHOPS = (shop("healthy_week", 0), shop("csat_slip", 1), shop("invented_refund", 1))
EXAMPLES = {example.name: example for example in (SAMPLE, *SHOPS)}


@pytest.fixture(scope="module")
def carried_out(tmp_path_factory):
    """Build an example, or run it where it has a verdict, each once."""
    done = {}

    def carry_out(example):
        if example.name not in done:
            target = tmp_path_factory.mktemp(example.name)
            done[example.name] = target, kpi(example, target)
        return done[example.name]

    return carry_out


def kpi(example, target):
    command = "build" if example.exit_code is None else "run"
    options = ["--raw", example.raw, "--now", example.now, "--target", str(target)]
    if example.seeds:
        options += ["--seeds", example.seeds]
    if command == "run":
        options += ["--format", "text"]
        options += ["--format", "junit", "--output", str(target / "gate.xml")]
    return subprocess.run(
        [sys.executable, "-m", "kpi_runner", command, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=example.exit_code is None,
    )


@pytest.mark.parametrize(
    ("name", "query"),
    [(name, query) for name, each in EXAMPLES.items() for query in each.queries],
)
def test_an_example_gives_its_golden_rows(name, query, carried_out, update_golden):
    sql = EXAMPLES[name].queries[query]
    target, _ = carried_out(EXAMPLES[name])
    with published(target) as marts:
        names = [row[0] for row in marts.rows(f"describe ({sql})")]
        rows = marts.rows(sql)
    found = [names, *(["" if v is None else str(v) for v in row] for row in rows)]

    path = GOLDEN / name / f"{query}.csv"
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(found)

    with path.open(newline="", encoding="utf-8") as file:
        assert found == list(csv.reader(file))


@pytest.mark.parametrize("example", SHOPS, ids=lambda example: example.name)
def test_an_example_ends_with_its_golden_words(example, carried_out, update_golden):
    target, finished = carried_out(example)
    # The run's name depends on the code, its number of models too.
    said = finished.stdout[finished.stdout.index("Gate: ") :]
    said = re.sub(r"^Gate: run \S+,", "Gate: run RUN,", said)
    said = said.replace(str(target), "TARGET")

    path = GOLDEN / example.name / "gate.txt"
    if update_golden:
        path.write_text(said, encoding="utf-8")

    assert finished.returncode == example.exit_code
    assert said == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("example", SHOPS, ids=lambda example: example.name)
def test_a_run_writes_its_verdict_where_ci_reads_it(example, carried_out):
    target, _ = carried_out(example)

    (total,) = [
        sum(int(suite.get("failures")) for suite in ElementTree.parse(path).getroot())
        for path in target.glob("gate.xml")
    ]

    assert bool(total) == bool(example.exit_code)


@pytest.mark.parametrize("example", [SAMPLE, SHOPS[0]], ids=lambda each: each.name)
def test_an_example_is_as_ready_as_its_golden_screen(
    example, carried_out, update_golden
):
    target, _ = carried_out(example)
    found = CliRunner().invoke(main, ["ready", "--target", str(target)])

    path = GOLDEN / example.name / "ready.txt"
    if update_golden:
        path.write_text(found.output, encoding="utf-8")

    assert found.exit_code == 0, found.output
    assert max(map(len, found.output.splitlines())) <= 100
    assert found.output == path.read_text(encoding="utf-8")


def test_the_examples_are_what_their_script_writes(tmp_path):
    script = ROOT / "examples" / "make_examples.py"
    copied = tmp_path / script.name
    copied.write_bytes(script.read_bytes())
    subprocess.run([sys.executable, str(copied)], check=True)

    for example in SHOPS:
        written = sorted((tmp_path / example.name).rglob("*.csv"))
        assert len(written) == 6
        for path in written:
            committed = ROOT / "examples" / path.relative_to(tmp_path)
            assert committed.read_bytes() == path.read_bytes(), committed
