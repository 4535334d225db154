"""What a bot says that it did is put into one voice alike by both engines."""

import csv

import pytest

from kpi_runner.project.project import read_project
from tests.spark.parity import ROOT
from tests.spark.test_dialect import on_both, one_column

pytestmark = pytest.mark.spark

MESSAGES = ROOT / "tests" / "policy" / "strangers1.csv"
STEPS = (
    ("main_clause", "lower(text)"),
    ("active_voice", "words"),
    ("passive_voice", "words"),
    ("with_elliptic_passive", "words"),
)


def test_a_clause_comes_out_in_the_same_voice(engine):
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    said = [row["message"] for row in rows if row["kind"] == "action"]
    source = one_column(said)
    for macro, column in STEPS:
        voiced = f"{{{{ {macro}('{column}') }}}}"
        source = f"(select number, text, {voiced} as words from {source}) as voiced"
    verdicts = ", ".join(
        f"{{{{ {macro}('words') }}}} as {macro}"
        for macro in ("says_done", "says_settled", "is_undone")
    )
    sql = f"select number, words, {verdicts} from {source} order by number"

    expected, found = on_both(read_project(ROOT), engine, sql)

    assert len(expected) == len(said)
    assert found == expected
