"""The panel's cells as the page's script reads them: columns, at shown precision.

Every number is the one that a reader sees, scaled to an integer, so that the script
can show it but has nothing to compute. One entry a cell series, oldest week first.
"""

import sys
from array import array
from collections.abc import Sequence
from itertools import groupby

from kpi_runner.views import words
from kpi_runner.views.grid import COLUMNS
from kpi_runner.views.marts import Marts, Record

# A status is written as one letter: its place in the list of statuses.
CODES = {name: chr(ord("a") + place) for place, name in enumerate(words.STATUSES)}
UNKNOWN = CODES[None]
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
    "rv": "{limit}",
    "rb": "{limit}",
}
_LIMITS = {"rv": "review_at", "rb": "rollback_at"}
# A limit where the chart has its axis: a change is one from the baseline.
_LEVEL = """case
    when measure = 'resolution_coverage' then baseline * {at} / 100
    when compare = 'delta' and unit = 's' then baseline * (1 + {at} / 100)
    when compare = 'delta' then baseline + {at}
    when compare in ('rolling', 'value') then {at}
end"""
# What runs beside the four-week line is written as its distance from that.
_BESIDE = {"d": "r", "lo": "r", "hi": "r"}
_PLANES = 6
_KEY = "deployment_id, archetype, segment, channel, measure"


def _query() -> str:
    """Return the query of all series: an entry per cell, its weeks as lists."""
    digits = " ".join(f"when '{unit}' then {10**n}" for unit, n in words.DIGITS.items())
    levels = {name: _LEVEL.format(at=at) for name, at in _LIMITS.items()}
    # Differences are shown with one digit, whatever the unit.
    lists = ", ".join(
        f"list(cast(round(({what.format(limit=levels.get(name))})"
        f" * {'10' if name == 'd' else 'scale'}) as bigint) order by week) as {name}"
        for name, what in _SCALED.items()
    )
    return (
        "with limits as (select deployment_id, slice, archetype, segment,"
        " 'all' as channel, measure, min(compare) as compare,"
        " max(gate.review_at) as review_at, max(gate.rollback_at) as rollback_at"
        " from gate inner join limits_in_force using (measure) group by all),"
        f" cells as (select panel_weekly.*, case unit {digits} end as scale, unit,"
        f" compare, review_at, rollback_at, measure in ({_measures('delta')})"
        " as is_delta from panel_weekly inner join measure_catalogue using (measure)"
        " left join limits using"
        " (deployment_id, slice, archetype, segment, channel, measure)"
        " where slice = 'archetype' or (slice in ('archetype_segment',"
        f" 'archetype_channel') and measure in ({_measures()}))"
        " or (slice = 'segment' and measure in"
        " (select measure from gate where slice = 'segment')))"
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
    rows = marts.asked(_query())
    found = [_series(row) for row in rows]
    column = array("Q")
    # Equal fields lie together: they pack better.
    for name in (*_SCALED, "n"):
        for row, series in zip(rows, found, strict=True):
            if len(set(row[name])) > 1:
                series[name] = [len(column)]
                column.extend(_steps(row[name], row.get(_BESIDE.get(name, ""))))
    pairs = zip(rows, found, strict=True)
    by_deployment = groupby(pairs, key=lambda pair: pair[0]["deployment_id"])
    series_of = {name: [each for _, each in group] for name, group in by_deployment}
    return series_of, _planes(column)


def _series(row: Record) -> Record:
    """Return a series with what does not change from week to week."""
    found: Record = {
        "a": row["archetype"],
        "g": row["segment"],
        "c": row["channel"],
        "m": row["measure"],
        "s": row["first_week"].isoformat(),
        "st": "".join(CODES.get(name, UNKNOWN) for name in row["st"]),
    }
    for name in (*_SCALED, "n"):
        if len(set(row[name])) == 1 and row[name][0] is not None:
            found[name] = row[name][0]
    return found


def _steps(
    values: Sequence[int | None], beside: Sequence[int | None] | None
) -> list[int]:
    """Return the steps from week to week, all of them positive; 0 stands for null.

    Where it runs beside another line, the steps are those of the distance.
    """
    steps, last = [], 0
    for place, value in enumerate(values):
        if value is None:
            steps.append(0)
            continue
        distance = value - ((beside[place] or 0) if beside else 0)
        step, last = distance - last, distance
        steps.append(1 + (2 * step if step >= 0 else -2 * step - 1))
    return steps


def _planes(column: "array[int]") -> bytes:
    """Return the integers as planes of bytes, lowest first: they pack well."""
    if sys.byteorder == "big":
        column.byteswap()
    whole = column.tobytes()
    return b"".join(whole[place :: column.itemsize] for place in range(_PLANES))
