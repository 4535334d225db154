"""What a program costs: wall time, CPU and peak memory of one child process."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Timer
from time import perf_counter

# getrusage counts in kilobytes, on macOS in bytes.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
_LAST = 2000


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock, seconds of CPU, and the largest resident set in bytes."""

    wall: float
    cpu: float
    peak: int
    is_finished: bool = True


class ProgramError(Exception):
    """A measured program did not end well; the message ends as its output does."""


def measured(
    command: Sequence[str], log: Path, *, environment: Mapping[str, str] | None = None
) -> Cost:
    """Run a program to its end and return its cost; raises ProgramError."""
    cost = attempted(command, log, environment=environment)
    if not cost.is_finished:
        raise ProgramError(f"{shlex.join(command)}\n{log.read_text()[-_LAST:]}")
    return cost


def attempted(
    command: Sequence[str],
    log: Path,
    *,
    timeout: float | None = None,
    environment: Mapping[str, str] | None = None,
) -> Cost:
    """Run a program until it ends, well or not, or the timeout kills it.

    What it prints goes to ``log``. What others wrote is on disk before it starts.
    """
    os.sync()
    with log.open("wb") as output:
        started = perf_counter()
        child = subprocess.Popen(
            command,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        timer = Timer(timeout, child.kill) if timeout else None
        if timer:
            timer.start()
        # wait4 tells the usage of this child alone, whatever ran before it.
        _, status, usage = os.wait4(child.pid, 0)
        wall = perf_counter() - started
    if timer:
        timer.cancel()
    child.returncode = os.waitstatus_to_exitcode(status)
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(wall, cpu, usage.ru_maxrss * _PEAK_UNIT, child.returncode == 0)


def paired(
    first: Callable[[], Cost], second: Callable[[], Cost], pairs: int
) -> tuple[list[Cost], list[Cost]]:
    """Measure two programs in turn, A B A B, so that a slow minute meets both."""
    taken = [(first(), second()) for _ in range(pairs)]
    return [one for one, _ in taken], [other for _, other in taken]


def ratio(first: Sequence[float], second: Sequence[float]) -> float:
    """Return the median of the ratios of the pairs."""
    return median(one / other for one, other in zip(first, second, strict=True))


def walls(costs: Sequence[Cost]) -> list[float]:
    """Return the wall times."""
    return [cost.wall for cost in costs]


def peaks(costs: Sequence[Cost]) -> list[float]:
    """Return the peaks of memory in bytes."""
    return [float(cost.peak) for cost in costs]
