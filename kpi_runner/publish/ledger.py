"""The ledger: what each published run said, one file a run, never rewritten."""

from pathlib import Path

from kpi_runner.build.atomic import put_in_place
from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.publish.publish import INFO

# The mart whose rows a publish adds; a project without it keeps no ledger.
ENTRIES = "ledger_entries"


def append_to_ledger(marts: Path, folder: Path) -> None:
    """Add the published run's entries as ``<run_id>.parquet``, unless they are there.

    It reads the published file itself, so a run that was killed after the rename is
    added by the next build, and adding one twice does nothing.
    """
    if not marts.exists():
        return
    engine = DuckDBEngine()
    try:
        engine.execute(f"attach {literal(str(marts))} as published (read_only)")
        tables = engine.rows(
            "select table_name from information_schema.tables"
            " where table_catalog = 'published'"
        )
        if {(ENTRIES,), (INFO,)} <= set(tables):
            _append(engine, folder)
    finally:
        engine.close()


def _append(engine: DuckDBEngine, folder: Path) -> None:
    run_id = str(engine.rows(f"select run_id from published.{INFO}")[0][0])
    path = folder / f"{run_id}.parquet"
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".next")
    engine.execute(
        "copy (select info.run_id, info.published_at, info.code_hash,"
        f" info.seeds_hash, entries.*"
        f" from published.{ENTRIES} as entries cross join published.{INFO} as info)"
        f" to {literal(str(draft))} (format parquet)"
    )
    put_in_place(draft, path)
