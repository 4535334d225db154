"""The private database that a build works in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpi_runner.build.interruption import interruptible
from kpi_runner.build.progress import Watch
from kpi_runner.build.request import Request
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError, LockedError


@contextmanager
def opened(path: Path, request: Request, watch: Watch) -> Iterator[Engine]:
    """Open a work database, anew when it cannot be read, and close it after."""
    try:
        engine = _open(path, request)
    except EngineError as error:
        if "lock on file" in error.message:
            raise LockedError(
                f"another program has '{path}' open.",
                hint="Close it there, or build elsewhere with --target.",
            ) from error
        _set_aside(path)
        watch(f"{path.name} could not be read (a build was cut off): it is made anew.")
        engine = _open(path, request)
    try:
        with interruptible(engine):
            yield engine
    finally:
        engine.close()


def _open(path: Path, request: Request) -> Engine:
    return DuckDBEngine(
        path,
        memory_limit=request.memory_limit,
        threads=request.threads,
        temp_directory=request.target / "spill",
    )


def _set_aside(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_name(f"{path.name}.wal").unlink(missing_ok=True)
