"""Reading what is published: an open, read-only view of the marts."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpi_runner.build.state import MARTS
from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.errors import EngineError, KpiError


@contextmanager
def published(target: Path) -> Iterator[DuckDBEngine]:
    """Open the published marts; a build can replace them meanwhile without harm.

    Raises KpiError when nothing is published, or the file is none of DuckDB's.
    """
    path = target / MARTS
    if not path.is_file():
        raise KpiError(
            f"there are no published marts in '{target}'.",
            hint="Run kpi build first, or name its folder with --target.",
        )
    engine = DuckDBEngine()
    try:
        try:
            engine.execute(f"attach {literal(str(path))} as marts (read_only)")
            engine.execute("use marts")
        except EngineError as error:
            raise KpiError(
                f"'{path}' cannot be read: {error.message.splitlines()[0]}",
                hint="Remove it, then run kpi build.",
            ) from error
        yield engine
    finally:
        engine.close()
