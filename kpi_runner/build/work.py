"""The private database that a build works in."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from kpi_runner.build.contract import Contract
from kpi_runner.build.interruption import interruptible
from kpi_runner.build.progress import Watch
from kpi_runner.build.request import Request
from kpi_runner.build.state import WORK
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError, LockedError
from kpi_runner.project.project import Project


@contextmanager
def opened_work(request: Request, watch: Watch) -> Iterator[Engine]:
    """Open the work database, anew when it cannot be read, and close it after."""
    path = request.target / WORK
    try:
        engine = open_database(path, request)
    except EngineError:
        path.unlink(missing_ok=True)
        path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
        watch(f"{WORK} could not be read (a build was cut off): it is made anew.")
        engine = open_database(path, request)
    with closed_after(engine):
        yield engine


@contextmanager
def opened_models(
    request: Request,
    work: Engine,
    project: Project,
    contract: Contract,
    raw: Sequence[Path],
) -> Iterator[Engine]:
    """Open the engine that models are built in: the work database, or one beside it.

    At the end their rows are in the work database, whichever built them.
    """
    if request.engine == work.name:
        yield work
        return
    from kpi_runner.build.spark import opened_spark

    with opened_spark(request, work, project, contract, raw) as spark:
        yield spark


@contextmanager
def closed_after(engine: Engine) -> Iterator[Engine]:
    """Let Ctrl-C reach the engine, and close it at the end."""
    try:
        with interruptible(engine):
            yield engine
    finally:
        engine.close()


@contextmanager
def written_beside(engine: Engine) -> Iterator[None]:
    """Write what was built into the work database's file while the block goes on.

    Closing would write it too, but alone. Raises EngineError when the disk is full.
    """
    with ThreadPoolExecutor(1) as beside:
        written = beside.submit(
            engine.execute, f"checkpoint {engine.quote(engine.database)}"
        )
        yield
    written.result()


def open_database(path: Path, request: Request) -> Engine:
    """Open a database file; raises LockedError when another program has it."""
    spill = request.target / "spill"
    # What a build that was killed had spilled, nobody else would ever remove.
    rmtree(spill, ignore_errors=True)
    try:
        return DuckDBEngine(
            path,
            memory_limit=request.memory_limit,
            threads=request.threads,
            temp_directory=spill,
        )
    except EngineError as error:
        if "lock on file" not in error.message:
            raise
        raise LockedError(
            f"another program has '{path}' open.",
            hint="Close it there, or build elsewhere with --target.",
        ) from error
