"""What the simulator lets people say means to the shipped seeds what it should."""

import csv
from pathlib import Path

import pytest

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.simulate.desk import text_of

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="module")
def wordings():
    """Return kind, subject and text of every wording."""
    engine = DuckDBEngine()
    return engine.rows(
        "select kind, subject, lower(unnest(wordings))"
        f" from ({text_of('phrases')}) as phrases"
    )


def restates(text):
    with (SEEDS / "restate_phrases.csv").open(encoding="utf-8") as file:
        return any(row["phrase"].lower() in text for row in csv.DictReader(file))


def test_only_a_customer_who_starts_again_says_a_restate_phrase(wordings):
    assert len(wordings) > 150
    for kind, _, text in wordings:
        assert restates(text) == (kind == "restate"), text


def test_every_step_of_every_script_has_words(wordings):
    engine = DuckDBEngine()
    kinds = {kind for kind, _, _ in wordings}

    scripted = engine.rows(
        f"select distinct kind from ({text_of('scripts')}) as scripts"
    )

    assert {kind for (kind,) in scripted} == kinds
