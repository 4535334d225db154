"""The panel on a terminal: archetypes down, the twelve KPIs across, the pair first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from textwrap import wrap

from kpi_runner.errors import SelectionError, did_you_mean, printable
from kpi_runner.views import words
from kpi_runner.views.console import fitted, toned
from kpi_runner.views.grid import COLUMNS, Cell, Grid, Slice, pair_week, read_grid
from kpi_runner.views.marts import Marts, Record

WIDTH = 100
_NAME = 16
_CELL = 6
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What the panel was asked for; None is everything, or the latest."""

    deployment: str | None = None
    week: date | None = None
    cut: Slice = field(default_factory=Slice)


def panel(marts: Marts, asked: Asked) -> Iterator[str]:
    """Yield the panel's lines, a table a deployment.

    Raises SelectionError for a deployment, week, segment or channel that is not there.
    """
    check(marts, asked)
    info = marts.rows("publish_info")[0]
    for desk in marts.rows("desk_deployments"):
        if asked.deployment in (None, desk["deployment_id"]):
            yield from _deployment(marts, desk, asked, words.instant(info["as_of"]))


def check(marts: Marts, asked: Asked) -> None:
    """Refuse to show nothing: name what there is instead."""
    given = {
        "deployment": ("deployment_id", asked.deployment),
        "week": ("week", asked.week),
        "segment": ("segment", asked.cut.segment),
        "channel": ("channel", asked.cut.channel),
    }
    for what, (column, value) in given.items():
        if value is None:
            continue
        rows = marts.asked(f"select distinct {column} as found from panel_weekly")
        known = sorted(str(row["found"]) for row in rows)
        if str(value) not in known:
            raise SelectionError(
                f"the panel has no {what} '{value}'.",
                hint=did_you_mean(str(value), known)
                or f"It has {', '.join(known[-8:])}.",
            )


def _deployment(marts: Marts, desk: Record, asked: Asked, as_of: str) -> Iterator[str]:
    name = desk["deployment_id"]
    grid = read_grid(marts, desk, asked.cut, asked.week)
    pairs = _pairs(marts, name, asked, grid)
    yield from _wrapped(f"{desk['name']} ({name}) · owner {desk['owner']} · {as_of}")
    if desk["is_regulated"]:
        yield from _policy(marts, name)
    yield ""
    yield from _head(grid)
    for archetype, cells in grid.rows.items():
        yield from _line(archetype, cells, pairs.get(archetype))
    yield ""
    for pair in pairs.values():
        yield from _wrapped(pair["headline"])
    yield from _legend(grid)
    yield ""


def _pairs(
    marts: Marts, deployment_id: str, asked: Asked, grid: Grid
) -> dict[str, Record]:
    """Return verdict and sentence by archetype; they speak of uncut archetypes only."""
    if asked.cut.name != "archetype":
        return {}
    rows = marts.rows(
        "deflection_weekly",
        "deployment_id = ? and week = ?",
        (deployment_id, pair_week(grid)),
    )
    return {row["archetype"]: row for row in rows}


def _wrapped(text: str) -> list[str]:
    return wrap(printable(text), WIDTH, subsequent_indent="    ")


def _policy(marts: Marts, deployment_id: str) -> Iterator[str]:
    rows = marts.rows(
        "action_items",
        "deployment_id = ? and starts_with(rule, 'policy_')"
        " order by status <> 'incident', rule, archetype",
        (deployment_id,),
    )
    if not rows:
        yield "Policy first (regulated): no incident in breach."
        return
    said = "; ".join(
        f"{words.spoken(row['rule'])} in {row['archetype']}:"
        f" {words.status(row['status']).word}"
        for row in rows[:_NAMED]
    )
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    for line in _wrapped(f"Policy first (regulated): {said}{more}."):
        yield toned(line, "severe")


def _head(grid: Grid) -> Iterator[str]:
    weeks = [f"{week.day} {week:%b}" if week else "" for week in grid.weeks]
    kpis = [f"{column.kpi}" for column in grid.columns]
    yield _row("KPI", kpis)
    yield _row("", [column.short for column in grid.columns])
    yield _row("week of", weeks)


def _row(name: str, texts: Sequence[str]) -> str:
    cells = " ".join(fitted(text, _CELL, to_right=True) for text in texts)
    return f"{fitted(name, _NAME)}{cells}".rstrip()


def _line(archetype: str, cells: Sequence[Cell], pair: Record | None) -> Iterator[str]:
    """Yield two lines of an archetype: its figures, and a word for each."""
    yield _row(archetype, [cell.text.replace("\u00a0%", "") for cell in cells])
    verdict = words.status(pair["verdict"] if pair else None)
    said = " ".join(
        toned(fitted(cell.status.short, _CELL, to_right=True), cell.status.tone)
        for cell in cells
    )
    yield toned(fitted(f"  {verdict.word}", _NAME), verdict.tone) + said


def _legend(grid: Grid) -> Iterator[str]:
    """Yield what the short words mean, of those that the table uses."""
    used = {
        cell.status for row in grid.rows.values() for cell in row if cell.status.short
    }
    known = [each for each in words.STATUSES.values() if each in used]
    said = "; ".join(f"{each.short} = {each.word}, {each.meaning}" for each in known)
    kpis = ", ".join(f"{c.kpi} {c.name}" for c in sorted(COLUMNS, key=lambda c: c.kpi))
    note = "Δ and handle time: four weeks against the baseline, in points (time: in %)"
    yield ""
    yield from _wrapped(f"{kpis}. {note}. {said}.")
