"""The panel's cells as the page's script reads them: columns, at shown precision.

Every number is the one that a reader sees, scaled to an integer, so that the script
can show it but has nothing to compute. One entry a cell series, oldest week first.
"""

import sys
from array import array
from itertools import groupby

from kpi_runner.views import words
from kpi_runner.views.grid import COLUMNS
from kpi_runner.views.marts import Marts, Record

# A status is written as one letter: its place in the list of statuses.
CODES = {name: chr(ord("a") + place) for place, name in enumerate(words.STATUSES)}
UNKNOWN = CODES[None]
# Stands for null among the numbers.
MISSING = -(2**31)
# The page stays small: what only a chart of a whole archetype shows is left out of
# segments and channels, and so is what no column of the grid shows.
_SCALED = {
    "v": "value",
    "r": "rolling",
    "b": "baseline",
    "d": "case when is_delta then delta end",
    "lo": "case when slice = 'archetype' then baseline + delta_low end",
    "hi": "case when slice = 'archetype' then baseline + delta_high end",
    "tl": "target_low",
    "th": "target_high",
}
_KEY = "deployment_id, archetype, segment, channel, measure"


def _query() -> str:
    """Return the query of all series: an entry per cell, its weeks as lists."""
    digits = " ".join(f"when '{unit}' then {10**n}" for unit, n in words.DIGITS.items())
    # Differences are shown with one digit, whatever the unit.
    lists = ", ".join(
        f"list(cast(round(({what}) * {'10' if name == 'd' else 'scale'}) as bigint)"
        f" order by week) as {name}"
        for name, what in _SCALED.items()
    )
    return (
        f"with cells as (select panel_weekly.*, case unit {digits} end as scale,"
        f" measure in ({_measures('delta')}) as is_delta"
        " from panel_weekly inner join measure_catalogue using (measure)"
        " where slice = 'archetype' or (slice in ('archetype_segment',"
        f" 'archetype_channel') and measure in ({_measures()})))"
        f" select {_KEY}, min(week) as first_week, {lists},"
        " list(cast(denominator as bigint) order by week) as n,"
        " list(status order by week) as st from cells"
        f" group by {_KEY} order by {_KEY}"
    )


def _measures(shown: str | None = None) -> str:
    """Return the grid's measures as SQL, those that it shows in one way."""
    return ", ".join(
        f"'{measure}'"
        for column in COLUMNS
        if shown in (None, column.shows)
        for measure in column.measures
    )


def read_series(marts: Marts) -> tuple[dict[str, list[Record]], bytes]:
    """Return every deployment's series, and the column of numbers they point into.

    A field of a series is its one value where all weeks have the same, absent where
    they have none, and else the place in the column where its weeks begin.
    """
    column = array("i")
    rows = marts.asked(_query())
    by_deployment = groupby(rows, key=lambda row: row["deployment_id"])
    series = {
        name: [_series(row, column) for row in group] for name, group in by_deployment
    }
    return series, _planes(column)


def _series(row: Record, column: "array[int]") -> Record:
    found: Record = {
        "a": row["archetype"],
        "g": row["segment"],
        "c": row["channel"],
        "m": row["measure"],
        "s": row["first_week"].isoformat(),
        "st": "".join(CODES.get(name, UNKNOWN) for name in row["st"]),
    }
    for name in (*_SCALED, "n"):
        values = row[name]
        if len(set(values)) > 1:
            found[name] = [len(column)]
            column.extend(MISSING if value is None else value for value in values)
        elif values[0] is not None:
            found[name] = values[0]
    return found


def _planes(column: "array[int]") -> bytes:
    """Return 32-bit integers as four planes of bytes, lowest first: they pack well."""
    if sys.byteorder == "big":
        column.byteswap()
    whole = column.tobytes()
    return b"".join(whole[place :: column.itemsize] for place in range(4))
