"""Exporting: the published marts as Parquet files that a warehouse loads."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from kpi_runner.build.interruption import interruptible
from kpi_runner.build.lock import locked
from kpi_runner.build.progress import Step, Watch
from kpi_runner.engines.duckdb import literal
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError
from kpi_runner.publish import export_folder as folders
from kpi_runner.publish.export_loads import scripts_of
from kpi_runner.publish.export_manifest import NAME, File, file_of, manifest_of
from kpi_runner.publish.export_tables import (
    Part,
    Table,
    parts_of,
    query_of,
    run_of,
    tables_of,
)


@dataclass(frozen=True, slots=True)
class Export:
    """Where the marts lie as Parquet; not new where they already did."""

    path: Path
    run_id: str
    is_new: bool


def export(
    marts: Engine,
    folder: Path,
    watch: Watch,
    *,
    codec: str,
    keep: int,
) -> Export:
    """Write the published marts to a folder of exports and make them its current one.

    Readers who begin at ``current.json`` find a whole export at every moment, for a
    new one is written beside the others, renamed and then named there. Raises
    LockedError when another export is at work, EngineError when the disk is full.
    """
    with locked(folder, work="export", elsewhere="another folder"):
        run = run_of(marts)
        path = folder / f"{run['run_id']}-{codec}"
        is_new = not folders.is_whole(path)
        try:
            folders.clear(folder)
            if is_new:
                _write(marts, path, watch, codec)
            folders.point_to(path)
            folders.keep_newest(path, keep)
        except OSError as error:
            raise _unwritten(folder, error.strerror or str(error)) from error
    return Export(path, str(run["run_id"]), is_new)


def _write(marts: Engine, path: Path, watch: Watch, codec: str) -> None:
    tables = tables_of(marts)
    parts = [part for table in tables for part in parts_of(marts, table)]
    with folders.draft_in(path.parent) as draft:
        files = _write_parts(marts, parts, draft, watch, codec)
        text = manifest_of(marts, tables, run_of(marts), codec=codec, files=files)
        (draft / NAME).write_text(text, encoding="utf-8")
        _write_scripts(tables, files, draft, path.name)
        folders.put_in_place(draft, path)


def _write_parts(
    marts: Engine, parts: Sequence[Part], draft: Path, watch: Watch, codec: str
) -> list[File]:
    # DuckDB writes a column as REQUIRED where its statistics know of no null, so that
    # the schema would change with the rows.
    marts.execute("set disabled_optimizers = 'statistics_propagation'")
    written = []
    for number, part in enumerate(parts, 1):
        began = monotonic()
        watch(Step(part.path, "running", number, len(parts)))
        _write_part(marts, part, draft, codec)
        written.append(file_of(marts, part, draft))
        took = monotonic() - began
        watch(Step(part.path, "done", number, len(parts), took))
    return written


def _write_part(marts: Engine, part: Part, draft: Path, codec: str) -> None:
    path = draft / part.path
    path.parent.mkdir(exist_ok=True)
    try:
        with interruptible(marts):
            marts.execute(
                f"copy ({query_of(marts, part)}) to {literal(str(path))}"
                f" (format parquet, codec {literal(codec)}, parquet_version v1)"
            )
    except EngineError as error:
        raise _unwritten(draft.parent, error.message.splitlines()[0]) from error


def _write_scripts(
    tables: Sequence[Table], files: Sequence[File], draft: Path, name: str
) -> None:
    (draft / "load").mkdir()
    for script, text in scripts_of(tables, files, name).items():
        (draft / "load" / script).write_text(text, encoding="utf-8")


def _unwritten(folder: Path, reason: str) -> EngineError:
    return EngineError(
        f"the export cannot be written to '{folder}': {reason}",
        hint="The former export stays current. "
        "Make room there, or name another folder.",
    )
