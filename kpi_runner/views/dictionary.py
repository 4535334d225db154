"""The data dictionary: every mart and its columns as Markdown, from the yml."""

from collections.abc import Iterator

from kpi_runner.build.models import models_in
from kpi_runner.project.nodes import Column, Model
from kpi_runner.project.project import Project
from kpi_runner.publish.publish import grain_of

_HEAD = """\
# Data dictionary

Every table of the published file, from the yml beside its model.
Made by `kpi docs`: do not edit.

- **Bold** columns are the grain: together they tell the rows of a mart apart.
- A `bigint` without a unit counts what its meaning names.
- percent: 0 to 100. points: differences of percentages, and satisfaction, which runs
  from 0 to 100. measure's unit: that of the row's measure, `unit` in
  `measure_catalogue`.
- A timestamp is in UTC. A week is named by its Monday. Null is never zero: there is
  nothing to count, or it is not measured.
- One more table, `publish_info`, has one row about the file itself: run, moments, code
  and seeds.
"""


def dictionary(project: Project) -> str:
    """Return the whole document; marts go by name."""
    marts = sorted(models_in(project, "marts"), key=lambda mart: mart.name)
    parts = [_HEAD, "| mart | one row per |\n|---|---|"]
    parts += [
        f"| [{mart.name}](#{mart.name}) | {_cell(row_of(mart))} |" for mart in marts
    ]
    return "\n".join([*parts, *(line for mart in marts for line in _section(mart))]) + (
        "\n"
    )


def row_of(mart: Model) -> str:
    """Return what a row of a mart is: its description after ``One row per``."""
    return " ".join(mart.description.split()).removeprefix("One row per ")


def _section(mart: Model) -> Iterator[str]:
    yield f"\n## {mart.name}\n"
    yield f"{' '.join(mart.description.split())}\n"
    yield "| column | type | unit | meaning |"
    yield "|---|---|---|---|"
    grain = grain_of(mart)
    for column in mart.columns:
        name = f"**{column.name}**" if column.name in grain else column.name
        cells = (column.data_type or "", unit_of(column), column.description)
        yield f"| {name} | {' | '.join(map(_cell, cells))} |"


def unit_of(column: Column) -> str:
    """Return a column's unit as its yml says; empty for counts, words and moments."""
    return str(column.meta.get("unit", ""))


def _cell(text: str) -> str:
    """Return text that stays within a cell of a Markdown table."""
    return " ".join(text.split()).replace("|", "\\|")
