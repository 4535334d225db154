"""The hand-checkable sample of examples/sample against its golden rows.

`pytest tests/golden --update-golden` rewrites them; the diff is reviewed.
"""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from kpi_runner.publish.published import published

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "sample"
NOW = "2026-03-01"
# What is worth reading row by row; fct_tickets has every fact of every ticket.
QUERIES = {
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
    "deflection": "select week, archetype, verdict, headline from deflection_weekly",
    "gate": """
        select rule, slice, archetype, segment, week, s1, n1, s0, n0, status_literal,
            status_evidence, status, action, owner, first_seen_week
        from gate
    """,
}


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample")
    options = ["--raw", "examples/sample", "--now", NOW, "--target", str(folder)]
    command = [sys.executable, "-m", "kpi_runner", "build", "--quiet", *options]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("name", QUERIES)
def test_the_sample_gives_its_golden_rows(name, target, update_golden):
    with published(target) as marts:
        names = [row[0] for row in marts.rows(f"describe ({QUERIES[name]})")]
        rows = marts.rows(QUERIES[name])
    found = [names, *(["" if v is None else str(v) for v in row] for row in rows)]

    path = GOLDEN / f"{name}.csv"
    if update_golden:
        path.parent.mkdir(exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows(found)

    with path.open(newline="", encoding="utf-8") as file:
        assert found == list(csv.reader(file))
