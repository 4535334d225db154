"""The panel's cells as the page's script reads them: columns, at shown precision.

Every number is the one that a reader sees, scaled to an integer, so that the script
can show it but has nothing to compute. One entry a cell series, oldest week first.
"""

from collections.abc import Sequence
from itertools import groupby

from kpi_runner.views import words
from kpi_runner.views.grid import COLUMNS
from kpi_runner.views.marts import Marts, Record

# A status is written as one letter: its place in the list of statuses.
CODES = {name: chr(ord("a") + place) for place, name in enumerate(words.STATUSES)}
UNKNOWN = CODES[None]
_SCALED = {
    "v": "value",
    "r": "rolling",
    "b": "baseline",
    "d": "delta",
    "lo": "baseline + delta_low",
    "hi": "baseline + delta_high",
    "tl": "target_low",
    "th": "target_high",
}


def _query() -> str:
    """Return the query of all series: an entry per cell, its weeks as lists."""
    digits = " ".join(f"when '{unit}' then {10**n}" for unit, n in words.DIGITS.items())
    # Differences are shown with one digit, whatever the unit.
    lists = ", ".join(
        f"list(cast(round(({what}) * {'10' if name == 'd' else 'scale'}) as bigint)"
        f" order by week) as {name}"
        for name, what in _SCALED.items()
    )
    shown = ", ".join(
        f"'{measure}'" for column in COLUMNS for measure in column.measures
    )
    return (
        f"with cells as (select panel_weekly.*, case unit {digits} end as scale"
        " from panel_weekly inner join measure_catalogue using (measure)"
        f" where slice = 'archetype' or (slice <> 'all' and measure in ({shown})))"
        " select deployment_id, archetype, segment, channel, measure,"
        f" min(week) as first_week, {lists},"
        " list(cast(denominator as bigint) order by week) as n,"
        " list(status order by week) as st from cells"
        " group by deployment_id, archetype, segment, channel, measure"
        " order by deployment_id, archetype, segment, channel, measure"
    )


def read_series(marts: Marts) -> dict[str, list[Record]]:
    """Return every deployment's series, and the weeks that they count from."""
    rows = marts.asked(_query())
    by_deployment = groupby(rows, key=lambda row: row["deployment_id"])
    return {name: [_series(row) for row in group] for name, group in by_deployment}


def _series(row: Record) -> Record:
    found: Record = {
        "a": row["archetype"],
        "g": row["segment"],
        "c": row["channel"],
        "m": row["measure"],
        "s": row["first_week"].isoformat(),
        "st": "".join(CODES.get(name, UNKNOWN) for name in row["st"]),
    }
    for name in (*_SCALED, "n"):
        short = _shortened(row[name])
        if short is not None:
            found[name] = short
    return found


def _shortened(values: Sequence[int | None]) -> object:
    """Return a list, its one value where all are equal, or None for nothing."""
    return values[0] if len(set(values)) == 1 else list(values)
