"""Measure DuckDB and Spark on the same desks, and put it into docs/scale.md.

    python -m benchmarks.scale --tickets 10000 --tickets 50000 --tickets 200000

Spark's memory and time are those of all its processes: Python, driver and executors.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from time import perf_counter, sleep

from benchmarks.report import machine
from benchmarks.setting import ROOT, Setting
from kpi_runner.engines.spark.session import BYTES_PER_PARTITION, partitions

_MIB = 2**20
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SECONDS_BETWEEN_LOOKS = 0.2
# Where the page takes what was measured.
_BEGIN, _END = "<!-- measured -->", "<!-- end of measured -->"
_MESSAGES = 1_000_000_000
_SECONDS_AN_HOUR = 3600
# An executor as the page advises it, and what Spark leaves its tasks of the heap.
_CORES_AN_EXECUTOR = 2
_SHARE_OF_TASKS = 0.6
_RESERVED = 300 * _MIB


@dataclass(frozen=True, slots=True)
class Usage:
    """What one build cost, over all of its processes."""

    engine: str
    tickets: int
    raw_rows: int
    raw_bytes: int
    wall: float
    cpu: float
    peak: int
    load: float
    messages: int
    shuffled: int
    task_memory: int


def main(arguments: Sequence[str]) -> None:
    """Measure what was asked for and print the table of all that is known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("--tickets", type=int, action="append", required=True)
    parser.add_argument("--engine", action="append", choices=["duckdb", "spark"])
    parser.add_argument("--spark-master", default="local[2]")
    parser.add_argument("--scratch", type=Path, default=ROOT / "target" / "scale")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "scale.md")
    asked = parser.parse_args(arguments)
    asked.scratch.mkdir(parents=True, exist_ok=True)
    for tickets in asked.tickets:
        for engine in asked.engine or ["duckdb", "spark"]:
            found = usage(asked.scratch, tickets, engine, asked.spark_master)
            keep(asked.scratch / "measured.jsonl", found)
            sys.stdout.write(f"{found}\n")
    command = f"python -m benchmarks.scale {' '.join(arguments)}"
    written(asked.page, measured_part(asked.scratch / "measured.jsonl", command))


def usage(scratch: Path, tickets: int, engine: str, master: str) -> Usage:
    """Build a simulated desk in a process of its own and watch what it takes."""
    setting = Setting(scratch, tickets, 0, 0, 1, "2GB")
    raw, target = setting.simulated(tickets), scratch / f"built_{engine}"
    rmtree(target, ignore_errors=True)
    command = setting.build_command(raw, target, "--engine", engine)
    command += ["--spark-master", master, "--memory-limit", "2GB"]
    events = setting.fresh("events")
    settings = (
        f"spark.eventLog.enabled true\nspark.eventLog.dir {events.as_uri()}\n"
        "spark.eventLog.compress false\n"
    )
    (setting.fresh("conf") / "spark-defaults.conf").write_text(settings, "utf-8")
    environment = {**os.environ, "SPARK_CONF_DIR": str(scratch / "conf")}
    started = perf_counter()
    with setting.log(engine).open("wb") as output:
        child = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        cpu, peak = watched(child)
    wall = perf_counter() - started
    if child.returncode:
        raise SystemExit(setting.log(engine).read_text()[-2000:])
    rows, messages = rows_of(target)
    shuffled, task_memory = of_tasks(events)
    return Usage(
        engine=engine,
        tickets=tickets,
        raw_rows=rows,
        raw_bytes=sum(file.stat().st_size for file in raw.glob("*.parquet")),
        wall=wall,
        cpu=cpu,
        peak=peak,
        load=os.getloadavg()[0],
        messages=messages,
        shuffled=shuffled,
        task_memory=task_memory,
    )


def watched(child: "subprocess.Popen[bytes]") -> tuple[float, int]:
    """Return seconds of CPU and the peak memory of a process and all below it.

    Java is no child that Python waits for, so that getrusage would not know of it.
    """
    seconds: dict[int, float] = {}
    peak = 0
    while child.poll() is None:
        alive = list(family(child.pid))
        seconds |= {pid: cpu for pid, cpu, _ in alive}
        peak = max(peak, sum(memory for *_, memory in alive))
        sleep(_SECONDS_BETWEEN_LOOKS)
    return sum(seconds.values()), peak


def family(root: int) -> Sequence[tuple[int, float, int]]:
    """Return process, seconds of CPU and resident bytes of a process and its heirs."""
    found, parents = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(folder.name)
        parents[pid] = int(fields[1])
        cpu = (int(fields[11]) + int(fields[12])) / _TICK
        found[pid] = (pid, cpu, int(fields[21]) * _PAGE)
    heirs = {root}
    while more := {pid for pid, up in parents.items() if up in heirs} - heirs:
        heirs |= more
    return [found[pid] for pid in sorted(heirs & found.keys())]


def rows_of(target: Path) -> tuple[int, int]:
    """Return how many raw rows a build has read, and how many of them messages."""
    import duckdb

    with duckdb.connect(str(target / "work.duckdb"), read_only=True) as connection:
        sql = "select table_name, row_count from raw.inventory where row_count > 0"
        counts = dict(connection.execute(sql).fetchall())
    return sum(counts.values()), counts["messages"]


def of_tasks(events: Path) -> tuple[int, int]:
    """Return what tasks wrote for other tasks, and the most that one held in memory.

    Both in bytes, from Spark's event log.
    """
    shuffled = most = 0
    for file in (path for path in events.rglob("*") if path.is_file()):
        for line in file.read_text("utf-8").splitlines():
            if line.startswith('{"Event":"SparkListenerTaskEnd"'):
                metrics = json.loads(line).get("Task Metrics") or {}
                wrote = metrics.get("Shuffle Write Metrics") or {}
                shuffled += int(wrote.get("Shuffle Bytes Written", 0))
                most = max(most, int(metrics.get("Peak Execution Memory", 0)))
    return shuffled, most


def keep(store: Path, found: Usage) -> None:
    """Add a measurement to those that are kept."""
    with store.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(found)) + "\n")


def measured_part(store: Path, command: str) -> str:
    """Return the newest measurement of each size and engine, and what follows."""
    lines = [
        Usage(**json.loads(line)) for line in store.read_text("utf-8").splitlines()
    ]
    newest = {(each.tickets, each.engine): each for each in lines}
    runs = [each for _, each in sorted(newest.items())]
    rows = [
        f"| {each.tickets:,} | {each.raw_rows:,} | {each.raw_bytes / _MIB:,.1f} |"
        f" {each.engine} | {each.wall:,.0f} | {each.cpu:,.0f} |"
        f" {each.peak / _MIB:,.0f} | {each.shuffled / _MIB:,.1f} | {each.load:.1f} |"
        for each in runs
    ]
    by_engine = {
        engine: [each for each in runs if each.engine == engine]
        for engine in ("duckdb", "spark")
    }
    slopes = {name: slope(each) for name, each in by_engine.items() if len(each) > 1}
    told = [growth(name, by_engine[name]) for name in slopes]
    if len(slopes) == len(by_engine):
        told += crossover(by_engine, slopes)
        told += sizing(by_engine["spark"][-1], slopes["spark"])
    return "\n".join(
        (
            f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, Spark {version('pyspark')}.\n",
            f"    {command}\n",
            "| tickets | raw rows | raw MiB | engine | wall, s | CPU, s |"
            " peak memory, MiB | shuffled, MiB | load average |",
            "|--:|--:|--:|---|--:|--:|--:|--:|--:|",
            *rows,
            *(f"\n{line}" for line in told),
        )
    )


def slope(runs: Sequence[Usage]) -> float:
    """Return the seconds of CPU that one raw row more costs."""
    least, most = runs[0], runs[-1]
    return (most.cpu - least.cpu) / (most.raw_rows - least.raw_rows)


def growth(engine: str, runs: Sequence[Usage]) -> str:
    """Return how an engine's CPU and memory grow between the sizes."""
    least, most = runs[0], runs[-1]
    times = most.raw_rows / least.raw_rows
    return (
        f"{engine}: {times:.0f} times the rows took {most.cpu / least.cpu:.1f} times"
        f" the CPU and {most.peak / least.peak:.1f} times the memory;"
        f" {slope(runs) * 1e6:,.1f} seconds of CPU for a million raw rows more."
    )


def crossover(
    runs: Mapping[str, Sequence[Usage]], slopes: Mapping[str, float]
) -> list[str]:
    """Return how much more CPU Spark takes, in all and for each row more."""
    most = {engine: each[-1] for engine, each in runs.items()}
    return [
        f"On one machine DuckDB wins: at {most['spark'].tickets:,} tickets"
        f" Spark took {most['spark'].cpu / most['duckdb'].cpu:.1f} times its CPU, and"
        f" {slopes['spark'] / slopes['duckdb']:.1f} times for each row more. So much"
        " faster a cluster must be than the largest single machine to be had, before it"
        " is worth its trouble."
    ]


def sizing(most: Usage, seconds: float) -> list[str]:
    """Return what a billion messages a month would take, from the largest size."""
    scale = _MESSAGES / most.messages
    hours = scale * most.raw_rows * seconds / _SECONDS_AN_HOUR
    raw, shuffled = scale * most.raw_bytes, scale * most.shuffled
    return [
        f"1 billion messages a month are {scale * most.raw_rows / 1e9:.1f} billion raw"
        f" rows in {raw / 2**30:,.0f} GiB of Parquet: {raw / BYTES_PER_PARTITION:,.0f}"
        f" partitions of 64 MiB, {shuffled / 2**30:,.0f} GiB shuffled and"
        f" {hours:,.0f} hours of CPU for each full build of the month, if all grows as"
        f" it did here: {hours / 8:,.0f} cores for a build in eight hours.",
        executors(most),
    ]


def executors(most: Usage) -> str:
    """Return the memory of an executor whose tasks read whole partitions."""
    here = most.raw_bytes / partitions(most.raw_bytes)
    task = most.task_memory * max(1.0, BYTES_PER_PARTITION / here)
    heap = _CORES_AN_EXECUTOR * task / _SHARE_OF_TASKS + _RESERVED
    return (
        f"The hungriest task held {most.task_memory / _MIB:,.0f} MiB for a partition of"
        f" {here / _MIB:,.0f} MiB of raw data, so {task / _MIB:,.0f} MiB for one of 64"
        f" MiB: an executor of {_CORES_AN_EXECUTOR} cores needs a heap of"
        f" {heap / 2**30:.1f} GiB for all to stay in memory (tasks have"
        f" {_SHARE_OF_TASKS:.0%} of it, Spark itself keeps {_RESERVED // _MIB} MiB);"
        " with less it spills to its disk."
    )


def written(page: Path, part: str) -> None:
    """Put what was measured into its place in the page."""
    before, _, rest = page.read_text("utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    page.write_text(f"{before}{_BEGIN}\n{part}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
