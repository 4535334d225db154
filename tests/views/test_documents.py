"""The documents made from the models: what they say, and that they are current."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from kpi_runner.build.models import models_in
from kpi_runner.cli import main
from kpi_runner.project.project import read_project
from kpi_runner.views.diagrams import lineage_pages
from kpi_runner.views.dictionary import dictionary, unit_of
from tests.support.projects import project_of, write_project

ROOT = Path(__file__).parents[2]
PROJECT = read_project(ROOT)
MARTS = models_in(PROJECT, "marts")
WRITTEN = {"data-dictionary.md": dictionary, "lineage.md": lineage_pages}
UNITS = {
    *("percent", "points", "share (0 to 1)", "per thousand", "index", "count"),
    *("seconds", "days", "weeks", "number", "reporting currency"),
    *("row's currency", "row's unit"),
    *("measure's unit", "points; percent for handle times"),
    "count; sum for means and money",
}
FILES = {
    "seeds/names.csv": "id,name\n1,x\n",
    "models/_sources.yml": "sources:\n- {name: raw, tables: [{name: t}]}\n",
    "models/staging/stg_t.sql": "select 1 as id from {{ source('raw', 't') }}",
    "models/marts/rates.sql": (
        "select t.id, 0.5 as rate from {{ ref('stg_t') }} as t "
        "inner join {{ ref('names') }} as n on t.id = n.id"
    ),
    "models/marts/rates.yml": (
        "models:\n- name: rates\n  description: One row per id.\n"
        "  config: {meta: {grain: [id]}}\n  columns:\n"
        "  - {name: id, data_type: bigint, description: The id.}\n"
        "  - name: rate\n    data_type: double\n    description: A | B.\n"
        "    config: {meta: {unit: percent}}\n"
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_documents_are_those_of_these_models(name):
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == WRITTEN[name](PROJECT), "make docs, and commit what it writes"


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_every_column_of_a_mart_that_is_no_count_has_a_unit(mart):
    units = {column.name: unit_of(column) for column in mart.columns}
    broken = [
        column.name
        for column in mart.columns
        if (column.data_type or "").startswith(("double", "decimal"))
        and not units[column.name]
    ]
    assert broken == []
    assert set(units.values()) - {""} <= UNITS


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_every_mart_has_a_grain_of_columns_that_it_has(mart):
    grain = mart.meta.get("grain")
    assert grain
    assert set(grain) <= {column.name for column in mart.columns}


def test_a_mart_is_a_section_with_its_grain_units_and_meanings(tmp_path):
    written = dictionary(project_of(tmp_path, FILES))

    assert written.endswith(
        "| mart | one row per |\n"
        "|---|---|\n"
        "| [rates](#rates) | id. |\n"
        "\n"
        "## rates\n"
        "\n"
        "One row per id.\n"
        "\n"
        "| column | type | unit | meaning |\n"
        "|---|---|---|---|\n"
        "| **id** | bigint |  | The id. |\n"
        "| rate | double | percent | A \\| B. |\n"
    )


def test_a_mart_is_a_picture_of_what_it_reads(tmp_path):
    written = lineage_pages(project_of(tmp_path, FILES))

    assert "    staging -- 1 --> marts\n" in written
    assert written.endswith(
        "## rates\n"
        "\n"
        "Read by: nothing else.\n"
        "\n"
        "```mermaid\n"
        "flowchart LR\n"
        "    names([names])\n"
        "    rates[rates]\n"
        "    raw_t[(raw.t)]\n"
        "    stg_t[stg_t]\n"
        "    names --> rates\n"
        "    raw_t --> stg_t\n"
        "    stg_t --> rates\n"
        "```\n"
    )


def test_no_picture_has_more_boxes_than_can_be_read():
    pictures = re.findall(r"```mermaid\n(.*?)```", lineage_pages(PROJECT), re.DOTALL)
    boxes = [
        sum("-->" not in line for line in picture.splitlines()[1:])
        for picture in pictures
    ]
    assert len(pictures) == len(MARTS) + 1
    assert max(boxes) <= 20


def test_one_command_writes_both_into_the_project(tmp_path):
    root = str(write_project(tmp_path, FILES))

    first = CliRunner().invoke(main, ["docs", "--project", root])
    found = {path.name: path.read_bytes() for path in (tmp_path / "docs").iterdir()}
    CliRunner().invoke(main, ["docs", "--project", root])

    assert (first.exit_code, found.keys()) == (0, WRITTEN.keys())
    assert {
        path.name: path.read_bytes() for path in (tmp_path / "docs").iterdir()
    } == found
