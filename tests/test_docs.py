"""The documents tell the truth: commands, marts and measures that exist."""

import csv
from pathlib import Path

import pytest

from kpi_runner.cli import COMMANDS
from kpi_runner.project.project import read_project

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = read_project(ROOT)
MARTS = [
    model
    for model in PROJECT.models.values()
    if model.path.is_relative_to("models/marts")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command):
    assert f"`kpi {command}" in README


def test_the_readme_shows_a_model_as_it_is():
    path = ROOT / "models/intermediate/int_model_scores_picked.sql"
    assert path.read_text(encoding="utf-8").strip() in README


def test_the_readme_fits_in_its_room():
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_every_column_of_a_mart_is_described(mart):
    assert mart.description.startswith("One row per")
    assert mart.columns
    assert [column.name for column in mart.columns if not column.description] == []


def test_marts_have_the_columns_that_tools_rely_on():
    vectors = ROOT / "tests/vectors/mart_columns.csv"
    columns = {mart.name: {c.name: c.data_type for c in mart.columns} for mart in MARTS}
    with vectors.open(encoding="utf-8", newline="") as file:
        missing = [
            (row["mart"], row["column"], row["type"])
            for row in csv.DictReader(file)
            if (columns.get(row["mart"], {}).get(row["column"]) or "").lower()
            != row["type"].lower()
        ]
    assert missing == []
