"""Decisions and waivers: a row is checked like the seed it joins, then appended."""

import csv
import fcntl
import io
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from kpi_runner.build.atomic import write_text
from kpi_runner.build.seed_file import SeedFile, read_records, seed_file
from kpi_runner.build.seeds import load_seeds
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import KpiError, Place, SeedError, SelectionError
from kpi_runner.project.project import Project

# A seed's row as text by column; what is empty is left out.
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a row now stands, as the file has it."""

    path: Path
    line: int
    text: str


def append(project: Project, overlay: Path | None, seed: str, row: Row) -> Appended:
    """Check a row of a seed with all that is in the seeds, and append it.

    ``overlay`` is the folder the project was read with. The file is there with the
    row or unchanged. Raises SeedError when the row, or one that already stands
    there, is wrong.
    """
    file = _file_of(project, overlay, seed)
    with _held(file.path.parent):
        before = _text(file)
        written = _written(file, row)
        end = "\r\n" if "\r\n" in before else "\n"
        joined = before if before.endswith("\n") or not before else before + end
        after = f"{joined}{written}{end}"
        _check(project, file, overlay, after)
        write_text(file.path, after)
    return Appended(file.seed.path, after.count("\n"), written)


def owner_of(project: Project, overlay: Path | None, deployment: str) -> str | None:
    """Return who has rollback authority over a deployment; None when it is unknown."""
    file = _file_of(project, overlay, "deployments")
    (_, header), *records = read_records(file) or [(1, [])]
    rows = [dict(zip(header, record, strict=False)) for _, record in records]
    named = (row for row in rows if row.get("deployment_id") == deployment)
    return next((row.get("rollback_owner") for row in named), None)


def _file_of(project: Project, overlay: Path | None, seed: str) -> SeedFile:
    if seed not in project.seeds:
        raise SelectionError(f"the project has no seed '{seed}'.")
    return seed_file(project, project.seeds[seed], overlay)


def check_decision(row: Row) -> None:
    """Refuse a decision that would decide nothing. Raises KpiError."""
    needs = {
        "tighten": ("rule", "confidence_threshold"),
        "acknowledge": ("rule",),
        "rollback": ("rule",),
        "remove": ("archetype",),
        "restore": ("archetype",),
        "close": ("incident_id",),
    }
    for name in needs.get(row.get("decision", ""), ()):
        if name not in row:
            option = name.replace("_id", "").replace("_", "-")
            raise KpiError(
                f"the decision '{row['decision']}' needs its {name}.",
                hint=f"Add --{option}.",
            )
    threshold = float(row.get("confidence_threshold", 0))
    if not 0 <= threshold <= 1:
        raise KpiError(
            f"the confidence threshold {threshold} is no probability.",
            hint="Write one between 0 and 1.",
        )
    if row.get("follow_up_on", row["decided_on"]) < row["decided_on"]:
        raise KpiError(
            f"the follow-up on {row['follow_up_on']} is before the decision "
            f"of {row['decided_on']}.",
            hint="Set --follow-up-on to the day or later.",
        )


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Let others that append wait; the system drops the lock with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _text(file: SeedFile) -> str:
    """Return the file's text, line ends as they are."""
    read_records(file)
    with file.path.open(encoding="utf-8", newline="") as lines:
        return lines.read()


def _written(file: SeedFile, row: Row) -> str:
    """Return the row in the order of the file's own header, on one line."""
    (_, names), *_ = read_records(file) or [(1, list(file.seed.column_types))]
    header = [name.strip() for name in names]
    for name, value in row.items():
        if value and name not in header:
            raise file.error(1, f"the column '{name}' is missing.", "Add it, empty.")
    line = io.StringIO()
    values = [" ".join(row.get(name, "").split()) for name in header]
    csv.writer(line, lineterminator="").writerow(values)
    return line.getvalue()


def _check(project: Project, file: SeedFile, overlay: Path | None, text: str) -> None:
    """Load every seed with the new text in the place of the old one."""
    with TemporaryDirectory() as folder:
        draft = Path(folder)
        for path in sorted(overlay.glob("*.csv")) if overlay else ():
            shutil.copy(path, draft)
        name = f"{file.seed.name}.csv"
        (draft / name).write_text(text, encoding="utf-8", newline="")
        drafted = {
            each.name: replace(each, path=draft / f"{each.name}.csv")
            for each in project.seeds.values()
            if (draft / f"{each.name}.csv").is_file()
        }
        engine = DuckDBEngine()
        try:
            seeds = {**project.seeds, **drafted}
            load_seeds(engine, replace(project, seeds=seeds), draft)
        except SeedError as error:
            raise _told_of(error, draft, file) from error
        finally:
            engine.close()


def _told_of(error: SeedError, draft: Path, file: SeedFile) -> SeedError:
    """Return the error at the file that the user knows."""
    at = error.at
    if at and at.path.is_relative_to(draft):
        home = file.seed.path.parent if at.path.stem == file.seed.name else None
        path = (home or Path("seeds")) / at.path.name
        at = Place(path, at.line)
    return SeedError(error.message, at=at, hint=error.hint)
