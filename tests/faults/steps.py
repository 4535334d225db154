"""A kpi command in a process of its own, which meets a fault at its nth step.

A step is what changes something outside of the process: each of Python's own file
operations below a folder (the interpreter tells them to audit hooks) and each
statement that the database is given, before it is carried out. So every step of the
product is a fault point, also those that are written after this, and the product
holds no code for it.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link")
READS = ("select", "describe", "from", "set ", "with", "explain")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
# Forked from a process that has imported everything and opened nothing: a command
# starts in milliseconds, and no lock of a thread comes along.
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["kpi_runner.publish.release", "kpi_runner.cli.build"])


@dataclass(frozen=True)
class Fault:
    """What happens at step ``at``, counted from 1 among those that name ``among``.

    The process is killed, ``delay`` seconds later; with ``errno`` a file operation
    fails so instead (then statements are no steps).
    """

    at: int
    among: str = ""
    delay: float = 0.0
    errno: int | None = None


NOTHING = Fault(at=0)


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, what it said, and the steps that it took."""

    code: int | None
    said: str
    steps: list[str]


def start(folder: Path, arguments: list[object], fault: Fault) -> BaseProcess:
    """Start a command whose steps below ``folder`` are counted."""
    given = [str(each) for each in arguments]
    process = _CONTEXT.Process(target=_run, args=(folder, given, fault))
    process.start()
    return process


def run(folder: Path, arguments: list[object], fault: Fault = NOTHING) -> Ended:
    """Run a command to its end, which may be a violent one."""
    process = start(folder, arguments, fault)
    process.join(120)
    if process.is_alive():
        process.kill()
        process.join()
        raise AssertionError(f"{arguments} hangs: {said(folder)}")
    steps = (_beside(folder, "steps")).read_text("utf-8").split("\0")
    return Ended(process.exitcode, said(folder), steps[:-1])


def said(folder: Path) -> str:
    """Return what the last command on a folder wrote to the terminal."""
    return _beside(folder, "said").read_text("utf-8")


def _beside(folder: Path, name: str) -> Path:
    return folder.with_name(f"{folder.name}.{name}")


def _run(folder: Path, arguments: list[str], fault: Fault) -> None:
    with _beside(folder, "said").open("w", encoding="utf-8") as terminal:
        os.dup2(terminal.fileno(), 1)
        os.dup2(terminal.fileno(), 2)
        steps = _beside(folder, "steps").open("w", encoding="utf-8")
        watch(folder, steps.fileno(), fault)
        from kpi_runner.cli import main

        main.main(arguments, prog_name="kpi")


def watch(folder: Path, log: int, fault: Fault) -> None:
    """Count the steps from here on, and let the fault happen."""
    from kpi_runner.engines.duckdb import DuckDBEngine

    count = 0

    def step(name: str) -> None:
        nonlocal count
        os.write(log, f"{name}\0".encode())
        count += fault.among in name
        if count == fault.at and fault.among in name:
            _happen(fault, name)

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        named = changed(event, arguments)
        if named and Path(named).is_relative_to(folder):
            step(f"{event} {Path(named).relative_to(folder)}")

    sys.addaudithook(hook)
    if fault.errno is None:
        DuckDBEngine.rows = _stepping(DuckDBEngine.rows, step)  # type: ignore[method-assign]


def changed(event: str, arguments: tuple[object, ...]) -> str | None:
    """Return the file that an audit event is about to change, if it does."""
    if event == "open":
        path, _, flags = arguments
        is_writing = isinstance(flags, int) and flags & WRITING
        return str(path) if is_writing and not isinstance(path, int) else None
    return str(arguments[-3] if event == "os.rename" else arguments[0]) * (
        event in CHANGES
    )


def _stepping(
    rows: Callable[..., list[tuple[object, ...]]], step: Callable[[str], None]
) -> Callable[..., list[tuple[object, ...]]]:
    def stepped(
        engine: object, sql: str, *parameters: object
    ) -> list[tuple[object, ...]]:
        if not sql.lstrip().lower().startswith(READS):
            step(" ".join(sql.split())[:90])
        return rows(engine, sql, *parameters)

    return stepped


def _happen(fault: Fault, name: str) -> None:
    if fault.errno is not None:
        raise OSError(fault.errno, os.strerror(fault.errno), name)
    if not fault.delay:
        os.kill(os.getpid(), signal.SIGKILL)
    ending = threading.Timer(fault.delay, os.kill, (os.getpid(), signal.SIGKILL))
    ending.daemon = True
    ending.start()
