"""Decisions and waivers that do nothing: they count later, or close nothing."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from kpi_runner.build.state import MARTS, read_state
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import Place, SelectionError, did_you_mean
from kpi_runner.publish.published import published

_DATES = {"decisions": "decided_on", "waivers": "created_on"}
_INCIDENTS = "policy_incidents"


def idle_rows(
    engine: DuckDBEngine, target: Path, as_of: datetime | None, deployment: str | None
) -> tuple[str, ...]:
    """Return a warning, with file and line, for each row of the seeds that is idle.

    The seeds are those of the last build; beside marts that came from elsewhere there
    are none.
    """
    said: list[str] = []
    for seed, column in _DATES.items():
        for place, row in _rows_of(target, f"{seed}.csv"):
            if deployment and row.get("deployment_id") not in (deployment, "", None):
                continue
            if row.get("decision") == "close":
                # It counts at once, so its day does not matter.
                fault = _unknown_incident(engine, row)
            else:
                fault = _early(row.get(column), as_of)
            if fault:
                said.append(f"{place}: the {seed.removesuffix('s')} {fault}")
    return tuple(said)


def check_incident(target: Path, deployment: str, incident: str) -> None:
    """Refuse an incident that the published marts, where there are any, do not have."""
    if not (target / MARTS).is_file():
        return
    with published(target) as engine:
        known = _incidents(engine, deployment)
    if known is not None and incident not in known:
        raise SelectionError(
            f"{deployment} has no incident '{incident}'.",
            hint=did_you_mean(incident, known)
            or 'They are listed by: kpi query "from policy_incidents"',
        )


def _early(day: str | None, as_of: datetime | None) -> str | None:
    """Return what is said of a day that the data has not reached."""
    try:
        begins = date.fromisoformat(day or "")
    except ValueError:
        return None
    if as_of is None or begins <= as_of.date():
        return None
    return f"counts from {begins} on; the data ends on {as_of:%Y-%m-%d}."


def _unknown_incident(engine: DuckDBEngine, row: dict[str, str]) -> str | None:
    deployment, incident = row.get("deployment_id", ""), row.get("incident_id", "")
    known = _incidents(engine, deployment)
    if known is None or incident in known:
        return None
    said = f"closes nothing: {deployment} has no incident '{incident}'."
    hint = did_you_mean(incident, known)
    return f"{said} {hint}" if hint else said


def _incidents(engine: DuckDBEngine, deployment: str) -> list[str] | None:
    """Return the incidents of a deployment; None where the marts do not hold any."""
    if not engine.columns(f"marts.main.{_INCIDENTS}"):
        return None
    rows = engine.rows(
        f"select incident_id from marts.main.{_INCIDENTS} where deployment_id = ?",
        [deployment],
    )
    return [str(row[0]) for row in rows]


def _rows_of(target: Path, name: str) -> Iterator[tuple[Place, dict[str, str]]]:
    """Yield the rows of a seed as the last build would read it, with their lines."""
    files = [Path(folder) / name for folder in read_state(target).inputs.seeds]
    there = [file for file in files if file.is_file()]
    if not there:
        return
    path = there[-1]
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    # The build has refused what is no text; what came since is the next build's.
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        reader = csv.reader(lines)
        header = [name.strip() for name in next(reader, [])]
        end = reader.line_num
        for record in reader:
            begin, end = end + 1, reader.line_num
            yield Place(shown, begin), dict(zip(header, record, strict=False))
