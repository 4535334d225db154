"""What `kpi gate` spends in DuckDB, as JSON: seconds by the clock, and of CPU.

python -m benchmarks.gate_sql FOLDER
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.gate.docket import docket
from kpi_runner.gate.suite_files import read_suites
from kpi_runner.gate.verdict import Request, judge

ROOT = Path(__file__).parents[1]
# Every statement of the gate goes through one of these, and none through two.
_METHODS = ("rows", "described", "tables_in")


def spent(target: Path) -> dict[str, float]:
    """Judge the marts and return what the statements cost, and how many there were."""
    total = {"statements": 0.0, "wall": 0.0, "cpu": 0.0}
    for name in _METHODS:
        setattr(DuckDBEngine, name, _timed(getattr(DuckDBEngine, name), total))
    suites = read_suites(ROOT, ROOT / "expectations")
    with docket(target, None, None) as cells:
        judge(cells, suites, Request())
    return total


def _timed(
    method: Callable[..., object], total: dict[str, float]
) -> Callable[..., object]:
    def timed(*arguments: object) -> object:
        wall, cpu = perf_counter(), process_time()
        try:
            return method(*arguments)
        finally:
            total["statements"] += 1
            total["wall"] += perf_counter() - wall
            total["cpu"] += process_time() - cpu

    return timed


if __name__ == "__main__":
    sys.stdout.write(json.dumps(spent(Path(sys.argv[1]))))
