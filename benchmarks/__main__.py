"""Measure what the product promises about speed and memory, and write it down.

    python -m benchmarks --tickets 20000 --pairs 1 --only build

Writes docs/benchmarks.md after each benchmark, so that nothing measured is lost.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import builds, peers, startup, weekly
from benchmarks.gate import gate
from benchmarks.growth import growth
from benchmarks.report import Section, keep, page
from benchmarks.setting import ROOT, Setting

BENCHMARKS: Mapping[str, Callable[[Setting], Section]] = {
    "help": startup.help_text,
    "models": startup.models,
    "rebuild": startup.rebuild,
    "gate": gate,
    "build": builds.build,
    "week": weekly.week,
    "large": builds.large,
    "growth": growth,
    "dbt": peers.dbt,
    "dbt-large": peers.dbt_large,
}


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Return the options; the defaults are the sizes that the promises speak of."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    add = parser.add_argument
    add("--only", action="append", choices=BENCHMARKS, help="measure this (repeatable)")
    add("--tickets", type=int, default=1_000_000, help="size of `build`, `week`")
    add(
        "--large-tickets",
        type=int,
        default=10_000_000,
        help="size of `large`, `growth`, `dbt-large`",
    )
    add("--peer-tickets", type=int, default=100_000, help="size of `dbt`")
    add("--pairs", type=int, default=5, help="runs of each program")
    add("--memory-limit", default="5GB", help="what `large`, `growth`, `week` may use")
    add("--timeout", type=float, help="seconds after which `large` is given up")
    add("--raw", type=Path, help="raw files for `build` and `week`, else simulated")
    add("--large-raw", type=Path, help="raw files for `large`, `dbt-large`")
    add("--scratch", type=Path, default=ROOT / "target" / "bench")
    add("--page", type=Path, default=ROOT / "docs" / "benchmarks.md")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for, in order, and print each target's result."""
    asked = vars(read_arguments(arguments))
    only, written = asked.pop("only") or list(BENCHMARKS), asked.pop("page")
    setting = Setting(**asked)
    setting.scratch.mkdir(parents=True, exist_ok=True)
    store = setting.scratch / "measured.json"
    for name in (each for each in BENCHMARKS if each in only):
        section = BENCHMARKS[name](setting)
        keep(store, name, section)
        written.write_text(page(store, list(BENCHMARKS)) + "\n", "utf-8")
        for target in section.targets:
            sys.stdout.write(f"{target.promise}: {target.measured} {target.limit}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
