"""How often the gate catches, and how often it cries wolf: docs/gate-evidence.md.

    python -m benchmarks.gate_evidence [RUNS]

Weekly sums are drawn with fixed seeds and judged by the project's own models.
"""

import platform
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.gate_evidence.judging import MODES, Judge, open_judge
from benchmarks.gate_evidence.readings import (
    SIZES,
    DeskReading,
    Reading,
    read_desks,
    read_scenario,
    readings_of,
)
from benchmarks.gate_evidence.scenarios import SCENARIOS

PAGE = Path(__file__).parents[2] / "docs" / "gate-evidence.md"
INTRODUCTION = Path(__file__).parent / "page.md"
RUNS = 400
# What the study behind the two modes found for a healthy cell, literal: percent of
# quarters with a review or worse, and with a rollback.
STUDY = {30: (80, 60), 100: (65, 28), 300: (36, 2), 1000: (4, 0)}

CELL_HEAD = (
    "| scenario | answers a week | alarms | rollbacks | weeks until | protected "
    "| protected, window full | held | watch |"
)
PAIR_HEAD = (
    "| scenario | answers a week | ever vetoed | weeks vetoed | weeks held "
    "| weeks protected |"
)
DESK_HEAD = (
    "| tickets a month | mode | in breach | held | protected "
    "| vetoed | held | protected | unproven |"
)


def main() -> None:
    """Judge every scenario and write the page."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    judge = open_judge()
    readings = []
    for scenario in SCENARIOS:
        sys.stderr.write(f"{scenario.name}\n")
        readings += read_scenario(judge, scenario, runs)
    desks = read_desks(judge, runs // 4)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(readings, desks, made_by(judge, runs)), encoding="utf-8")


def made_by(judge: Judge, runs: int) -> str:
    """Return the line that says how the page came about."""
    return (
        f"`python -m benchmarks.gate_evidence {runs}`, "
        f"{datetime.now(UTC):%Y-%m-%d}, DuckDB {judge.engine.version}, "
        f"NumPy {np.__version__}, Python {platform.python_version()}: {runs} quarters "
        f"per scenario and size, {runs // 4} desks per size."
    )


def page(readings: list[Reading], desks: Iterable[DeskReading], made_with: str) -> str:
    """Return the whole page as Markdown."""
    text = INTRODUCTION.read_text(encoding="utf-8")
    tables = {
        "made_with": made_with,
        "healthy": "\n".join(healthy_rows(readings)),
        "cells_evidence": "\n".join([*table_head(CELL_HEAD), *cells(readings, 1)]),
        "cells_literal": "\n".join([*table_head(CELL_HEAD), *cells(readings, 0)]),
        "pairs": "\n".join([*table_head(PAIR_HEAD), *pairs(readings)]),
        "desks": "\n".join([*table_head(DESK_HEAD), *map(desk_row, desks)]),
    }
    for name, table in tables.items():
        text = text.replace(f"<!-- {name} -->", table)
    return text


def table_head(names: str) -> list[str]:
    """Return a table's head and the line under it."""
    return [names, "|---" * (names.count("|") - 1) + "|"]


def healthy_rows(readings: list[Reading]) -> list[str]:
    """Return the healthy cell beside the study's figures."""
    literal, evidence = (readings_of(readings, "no change", mode) for mode in MODES)
    head = (
        "| answers a week | literal: review or worse | study | literal: rollback "
        "| study | evidence: review or worse | evidence: rollback |"
    )
    return table_head(head) + [
        f"| {size:,} | {percent(literal[size].alarmed)} | {STUDY[size][0]} % "
        f"| {percent(literal[size].rolled_back)} | {STUDY[size][1]} % "
        f"| {percent(evidence[size].alarmed)} | {percent(evidence[size].rolled_back)} |"
        for size in SIZES
    ]


def cells(readings: Iterable[Reading], mode: int) -> list[str]:
    """Return a row per scenario and size about the cells that it names."""
    return [
        f"| {each.scenario} | {each.size:,} | {percent(each.alarmed)} "
        f"| {percent(each.rolled_back)} | {weeks(each.weeks_until)} "
        f"| {percent(each.protected)} | {percent(each.protected_when_full)} "
        f"| {percent(each.held)} | {percent(each.watched)} |"
        for each in readings
        if each.mode == MODES[mode]
    ]


def pairs(readings: Iterable[Reading]) -> list[str]:
    """Return a row per scenario and size about the archetype's verdict."""
    return [
        f"| {each.scenario} | {each.size:,} | {percent(each.ever_vetoed)} "
        f"| {percent(each.pair_vetoed)} | {percent(each.pair_held)} "
        f"| {percent(each.pair_protected)} |"
        for each in readings
        if each.mode == "evidence"
    ]


def desk_row(desk: DeskReading) -> str:
    """Return a row about nine healthy archetypes."""
    return (
        f"| {desk.size:,} | {desk.mode} | {desk.cells_alarmed:.1f} "
        f"| {desk.cells_held:.1f} | {desk.cells_protected:.1f} | {desk.vetoed:.1f} "
        f"| {desk.held:.1f} | {desk.protected:.1f} | {desk.unproven:.1f} |"
    )


def percent(share: float | None) -> str:
    """Return a share as a percentage; nothing to count is a dash."""
    return "-" if share is None else f"{100 * share:.1f} %"


def weeks(count: float | None) -> str:
    """Return a median number of weeks."""
    return "-" if count is None else f"{count:g}"


if __name__ == "__main__":
    main()
