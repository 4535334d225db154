"""Whole builds of simulated desks: against a bare script, and large."""

import json
import re
import shutil
import sys
from pathlib import Path

from benchmarks.costs import Cost, attempted, measured, paired, peaks, ratio, walls
from benchmarks.report import Runs, Section, Target, limited
from benchmarks.setting import Setting

_WALL_RATIO = 1.1
_PEAK_RATIO = 1.2
_LARGE_GIB = 6
_FULL_PAIRS = 5
_BARE = (
    "The bare script (`benchmarks/bare.py`) executes the same compiled SQL in the same "
    "order over one connection, after the same statements of landing and seeds, and "
    "writes the same file of marts; it checks no keys, types or promises of seeds, and "
    "keeps no state, artifacts, compiled files or ledger. `kpi build` starts in an "
    "empty folder each time. Rows per second are raw rows of all tables."
)
_READING = (
    "Reading once is `select count(*), max(length(body))` over the messages and "
    "`select count(*)` over every other table, in a process of its own."
)


def build(setting: Setting) -> Section:
    """Compare a full build with the bare script, and with reading the files once."""
    raw = setting.raw or setting.simulated(setting.tickets)
    script = _script(setting, raw)
    built, bare = paired(
        lambda: _built(setting, raw),
        lambda: _bare(setting, script, setting.fresh("bare")),
        setting.pairs,
    )
    read, counts = _read_once(setting, raw)
    rows = sum(counts.values())
    wall = ratio(walls(built), walls(bare))
    peak = ratio(peaks(built), peaks(bare))
    size = f"{setting.tickets:,} tickets"
    return Section(
        f"A full build of {size}",
        setting.again("build"),
        [
            limited(f"wall, {size}, against the bare script", wall, _WALL_RATIO, "x"),
            limited("its peak memory against the same", peak, _PEAK_RATIO, "x"),
            _against_reading(built, read),
        ],
        [
            Runs("`kpi build`", built, rows),
            Runs("bare script", bare, rows),
            Runs("reading once", read, rows),
        ],
        [_size_of(counts), _trust(setting.pairs), _BARE, _READING],
    )


def large(setting: Setting) -> Section:
    """Build a desk that does not fit the memory it may have."""
    raw = setting.large_raw or setting.simulated(setting.large_tickets)
    read, counts = _read_once(setting, raw)
    rows = sum(counts.values())
    limit = ["--memory-limit", setting.memory_limit]
    log, target = setting.log("large"), setting.fresh("large")
    cost = attempted(
        setting.build_command(raw, target, *limit), log, timeout=setting.timeout
    )
    shutil.rmtree(target)
    bare = _large_bare(setting, raw) if cost.is_finished else []
    promise = f"peak memory at {setting.large_tickets:,} tickets"
    gib = cost.peak / 2**30
    remarks = [_size_of(counts), "One run of each.", _BARE, _READING]
    if cost.is_finished:
        memory = limited(promise, gib, _LARGE_GIB, "GiB")
    else:
        memory = Target(promise, f"at most {_LARGE_GIB} GiB", "not finished", None)
        remarks.insert(0, _how_far(log, cost, gib))
    return Section(
        f"A full build of {setting.large_tickets:,} tickets",
        setting.again("large"),
        [memory, *(_against_bare(cost, one) for one in bare)]
        + ([_against_reading([cost], read)] if cost.is_finished else []),
        [
            Runs(f"`kpi build --memory-limit {setting.memory_limit}`", [cost], rows),
            *(Runs("bare script, the same limit", [one], rows) for one in bare),
            Runs("reading once", read, rows),
        ],
        remarks,
    )


def _script(setting: Setting, raw: Path) -> Path:
    """Write the bare script's statements for a desk."""
    script = setting.scratch / "script.json"
    written = [sys.executable, "-m", "benchmarks.statements", str(raw), str(script)]
    measured(written, setting.log("statements"))
    return script


def _large_bare(setting: Setting, raw: Path) -> list[Cost]:
    folder = setting.fresh("large_bare")
    cost = _bare(setting, _script(setting, raw), folder, setting.memory_limit)
    shutil.rmtree(folder)
    return [cost]


def _against_bare(built: Cost, bare: Cost) -> Target:
    found = f"{built.wall / bare.wall:.2f} x, CPU {built.cpu / bare.cpu:.2f} x"
    return Target("its wall against the bare script", "", found, None)


def _built(setting: Setting, raw: Path) -> Cost:
    target = setting.fresh("built")
    return measured(setting.build_command(raw, target), setting.log("build"))


def _bare(setting: Setting, script: Path, folder: Path, *limit: str) -> Cost:
    run = [sys.executable, "-m", "benchmarks.bare", str(script), str(folder)]
    command = [*run, *limit]
    return measured(command, setting.log("bare"))


def _read_once(setting: Setting, raw: Path) -> tuple[list[Cost], dict[str, int]]:
    command = [sys.executable, "-m", "benchmarks.read_once", str(raw)]
    log = setting.log("read_once")
    costs = [measured(command, log) for _ in range(setting.pairs)]
    return costs, json.loads(log.read_text())


def _size_of(counts: dict[str, int]) -> str:
    listed = ", ".join(f"{count:,} {table}" for table, count in sorted(counts.items()))
    return f"{sum(counts.values()):,} raw rows: {listed}."


def _trust(pairs: int) -> str:
    if pairs >= _FULL_PAIRS:
        return "The ratios are medians over the pairs."
    return f"{pairs} pairs instead of the {_FULL_PAIRS} of a full measurement."


def _against_reading(built: list[Cost], read: list[Cost]) -> Target:
    times = sorted(walls(built))[len(built) // 2] / sorted(walls(read))[len(read) // 2]
    promise = "its wall against reading the raw files once"
    return Target(promise, "", f"{times:,.0f} x", None)


def _how_far(log: Path, cost: Cost, gib: float) -> str:
    text = log.read_text()
    steps = re.findall(r"^(\d+)/(\d+) (\w+): done", text, re.MULTILINE)
    done, count, name = steps[-1] if steps else ("0", "?", "landing")
    why = re.search(r"^Error: .*", text, re.MULTILINE)
    return (
        f"**Not finished**: {why[0] if why else 'given up'} after {cost.wall:,.0f} s, "
        f"when {done} of {count} models were built, the last one `{name}`; "
        f"peak until then {gib:.2f} GiB."
    )
