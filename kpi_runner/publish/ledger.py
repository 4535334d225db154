"""The ledger: what each published run said, one file a run, never rewritten."""

from pathlib import Path

from kpi_runner.build.atomic import put_in_place
from kpi_runner.build.state import MARTS
from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.publish.publish import INFO
from kpi_runner.publish.published import published

# Its folder, beside the marts.
LEDGER = "ledger"

# The mart whose rows a publish adds; a project without it keeps no ledger.
ENTRIES = "ledger_entries"


def append_to_ledger(target: Path) -> None:
    """Add the published run's entries as ``<run_id>.parquet``, unless they are there.

    It reads the published file itself, so a run that was killed after the rename is
    added by the next build, and adding one twice does nothing.
    """
    if not (target / MARTS).exists():
        return
    with published(target) as marts:
        if marts.columns(ENTRIES) and marts.columns(INFO):
            _append(marts, target / LEDGER)


def _append(marts: DuckDBEngine, folder: Path) -> None:
    run_id = str(marts.rows(f"select run_id from {INFO}")[0][0])
    path = folder / f"{run_id}.parquet"
    if path.exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".next")
    marts.execute(
        "copy (select info.run_id, info.published_at, info.code_hash,"
        f" info.seeds_hash, entries.*"
        f" from {ENTRIES} as entries cross join {INFO} as info)"
        f" to {literal(str(draft))} (format parquet)"
    )
    put_in_place(draft, path)
