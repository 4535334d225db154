"""docs/benchmarks.md: every target with its measured value, met or missed."""

import json
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.costs import Cost

_GIB = 2**30
_INTRODUCTION = """\
# What it costs

Written by `make bench` (`python -m benchmarks`); run it on your machine, smaller with
`--tickets` and `--pairs`. Every figure is a median of runs that take turns (A B A B),
each in a process of its own, started when everything before is on disk. Nothing here
is asserted in a test: clocks differ, ratios less so. No peak of memory can be seen that
is lower than the harness's own, about 26 MiB. A load average above the
number of cores means that others used them too: then wall times say little,
CPU and ratios more.
"""
_TARGETS = "| target | limit | measured | | how |\n|---|---|---|---|---|"
_RUNS = (
    "| what | runs | wall, s (least to most) | CPU, s | peak memory, MiB | rows/s |\n"
    "|---|--:|--:|--:|--:|--:|"
)


@dataclass(frozen=True, slots=True)
class Target:
    """One promise and what became of it; without a limit it is only a figure.

    ``is_met`` is None where there is no limit, or nothing to hold against it.
    """

    promise: str
    limit: str
    measured: str
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Runs:
    """Every run of one program; ``rows`` is how many it read, where that matters."""

    program: str
    costs: Sequence[Cost]
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """What one benchmark found; ``command`` measures it again."""

    title: str
    command: str
    targets: Sequence[Target]
    runs: Sequence[Runs]
    remarks: Sequence[str] = ()


def limited(promise: str, value: float, limit: float, unit: str) -> Target:
    """Return a target that is met up to and including its limit."""
    shown = f"{value:.2f} {unit}"
    return Target(promise, f"at most {limit:g} {unit}", shown, value <= limit)


def keep(store: Path, name: str, section: Section) -> None:
    """Put a section in the place of the former one of its name."""
    found = json.loads(store.read_text("utf-8")) if store.exists() else {}
    moment = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    line = f"{machine()}, load average {os.getloadavg()[0]:.1f} at the end"
    found[name] = {"section": asdict(section), "at": moment, "machine": line}
    store.write_text(json.dumps(found, indent=1), "utf-8")


def page(store: Path, order: Sequence[str]) -> str:
    """Return the page of all that was measured so far, in this order of names."""
    found = json.loads(store.read_text("utf-8"))
    kept = [found[name] for name in order if name in found]
    sections = [(read(each["section"]), each["at"], each["machine"]) for each in kept]
    rows = [
        f"| {target.promise} | {target.limit} | {target.measured} |"
        f" {_verdict(target)} | `{section.command}` |"
        for section, *_ in sections
        for target in section.targets
    ]
    parts = [_INTRODUCTION, "\n".join((_TARGETS, *rows))]
    return "\n".join((*parts, *(_shown(*each) for each in sections)))


def read(content: dict[str, Any]) -> Section:
    """Return a section from what was kept of it, which JSON gives without types."""
    targets = [Target(**each) for each in content["targets"]]
    runs = [
        Runs(**{**each, "costs": [Cost(**cost) for cost in each["costs"]]})
        for each in content["runs"]
    ]
    return Section(**{**content, "targets": targets, "runs": runs})


def machine() -> str:
    """Return what the figures were taken on."""
    model, memory = platform.machine(), ""
    if Path("/proc/cpuinfo").exists():
        named = re.search("model name\\s*: (.*)", Path("/proc/cpuinfo").read_text())
        model = named[1] if named else model
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        memory = f", {total / _GIB:.0f} GiB of memory"
    return (
        f"{os.cpu_count()} cores ({model}){memory}, {platform.system()}, "
        f"Python {platform.python_version()}, DuckDB {version('duckdb')}, "
        f"kpi-panel {version('kpi-panel')}"
    )


def _verdict(target: Target) -> str:
    if target.is_met is None:
        return "**not shown**" if target.limit else ""
    return "met" if target.is_met else "**missed**"


def _shown(section: Section, moment: str, machine_line: str) -> str:
    lines = [
        f"\n## {section.title}\n",
        f"{moment}, {machine_line}.\n\n    {section.command}\n",
        _RUNS,
        *(_row(runs) for runs in section.runs),
    ]
    return "\n".join((*lines, *(f"\n{remark}" for remark in section.remarks)))


def _row(runs: Runs) -> str:
    walls = [cost.wall for cost in runs.costs]
    wall = f"{median(walls):.2f}"
    if len(walls) > 1:
        wall += f" ({min(walls):.2f} to {max(walls):.2f})"
    is_finished = all(cost.is_finished for cost in runs.costs)
    if not is_finished:
        wall += ", not finished"
    cpu = median(cost.cpu for cost in runs.costs)
    peak = median(cost.peak for cost in runs.costs) / 2**20
    speed = ""
    if runs.rows and is_finished:
        speed = f"{runs.rows / median(walls):,.0f}"
    cells = (runs.program, str(len(walls)), wall, f"{cpu:.2f}", f"{peak:,.0f}", speed)
    return f"| {' | '.join(cells)} |"
