"""What a desk can see and prove, and what it lacks: one screen, or JSON."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Any

from kpi_runner.errors import SelectionError, did_you_mean, printable
from kpi_runner.views import words
from kpi_runner.views.console import fitted, toned
from kpi_runner.views.marts import Marts, Record

WIDTH = 100
_NAME = 18
_NEXT = 3
_GATE_WEEKS = 4
_ALL = 100
# More of the tickets than this, in percent, and the archetypes speak of too few.
_MANY_UNMAPPED = 20
_HEAD = (
    *("answers", "wanted", "baseline", "drop seen", "drop seen"),
    *("held", "protected"),
)
_UNDER = ("a week", "a week", "answers", "now", "in 13 wk", "", "")
_WIDTHS = (9, 9, 10, 11, 11, 11, 11)
_OBSTACLES = {
    "not_instrumented": "its surveys do not come in",
    "no_baseline": "no answers in its baseline: name weeks that have some, in"
    " seeds/baselines.csv",
    "small_baseline": "baseline too small to exclude a rollback: take a longer window",
    "no_answers": "no answers in the last four mature weeks",
    "few_answers": "too few answers a week: ask more customers",
}
_LEGEND = (
    "Drop seen: the smallest drop, in points, that the answers of four weeks (in 13"
    " weeks: of 13) confirm 80 times in 100. Held, protected: when the gate can say so"
    " at today's answer rate if nothing drops. * Its four weeks never hold so many"
    " answers: only a quarter's review can see it, or more answers a week."
)


def readiness(marts: Marts, deployment: str | None) -> list[dict[str, Any]]:
    """Return what is known of each deployment's readiness, nested by deployment.

    Raises SelectionError for a deployment that is not there.
    """
    desks = marts.rows("desk_deployments")
    known = [desk["deployment_id"] for desk in desks]
    if deployment is not None and deployment not in known:
        raise SelectionError(
            f"the panel has no deployment '{deployment}'.",
            hint=did_you_mean(deployment, known) or f"It has {', '.join(known)}.",
        )
    return [
        {
            **desk,
            "as_of": marts.rows("publish_info")[0]["as_of"],
            "unmapped_share": _unmapped_share(marts),
            "feeds": _feeds(marts, desk["deployment_id"]),
            "archetypes": _of("readiness_archetypes", marts, desk["deployment_id"]),
        }
        for desk in desks
        if deployment in (None, desk["deployment_id"])
    ]


def _unmapped_share(marts: Marts) -> float | None:
    """Return how many of a hundred tickets, of all deployments, have no archetype."""
    rows = marts.rows("data_quality", "table_name = ?", ("tickets",))
    return rows[0]["unmapped_share"] if rows else None


def _of(mart: str, marts: Marts, deployment_id: str) -> list[Record]:
    rows = marts.rows(mart, "deployment_id = ?", (deployment_id,))
    return [{k: v for k, v in row.items() if k != "deployment_id"} for row in rows]


def _feeds(marts: Marts, deployment_id: str) -> list[dict[str, Any]]:
    """Return each feed once, with the measures that its absence costs."""
    found = []
    rows = _of("readiness_feeds", marts, deployment_id)
    for feed, group in groupby(rows, key=lambda row: row["feed"]):
        measures = list(group)
        lost = [row for row in measures if row["is_cost"]]
        found.append(
            {
                "feed": feed,
                "is_present": measures[0]["is_filled"],
                "priority": measures[0]["priority"],
                "costs": [row["measure"] for row in lost],
                "costs_kpis": sorted({row["kpi"] for row in lost}),
                "alone_restores": [r["measure"] for r in measures if r["is_enough"]],
            }
        )
    return found


def screen(desks: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines for people, deployment by deployment."""
    for desk in desks:
        yield from _heading(desk)
        yield from _can_say(desk["archetypes"])
        yield from _feed_lines(desk["feeds"])
        yield ""
        yield from _table(desk["archetypes"])
        yield ""
    yield from wrap(_LEGEND, WIDTH)


def _heading(desk: dict[str, Any]) -> Iterator[str]:
    launch = f"launched {words.day(desk['launched_on'])}"
    when = launch if desk["launched_on"] else "not launched"
    contact = f" ({desk['owner_contact']})" if desk["owner_contact"] else ""
    yield from _wrapped(
        f"{desk['name'] or desk['deployment_id']} ({desk['deployment_id']}) · {when}"
        f" · as of {words.instant(desk['as_of'])}"
    )
    yield from _wrapped(f"Owner     {desk['owner']}{contact}")
    yield from _wrapped(f"Baseline  {_windows(desk['archetypes'])}")
    unmapped = desk["unmapped_share"] or 0
    if unmapped > _MANY_UNMAPPED:
        said = f"Unmapped  {unmapped:.0f} % of all tickets have no archetype:"
        yield toned(f"{said} add rows to seeds/intents.csv", "warn")


def _windows(archetypes: Sequence[Record]) -> str:
    """Return the baseline windows in force, each with its weeks."""
    windows = {(row["window_start"], row["window_end"]) for row in archetypes}
    dated = sorted(window for window in windows if window[0])
    said = [
        f"{words.day(start)} to {words.day(end)}, {(end - start).days // 7} weeks"
        for start, end in dated
    ]
    if not archetypes:
        return "no ticket yet"
    return "; ".join(said) or "none: add a row to seeds/baselines.csv"


def _can_say(archetypes: Sequence[Record]) -> Iterator[str]:
    """Yield for how many archetypes a verdict on CSAT can be reached, in one line."""
    asked = [row for row in archetypes if row["measure"] == "resolution_csat"]
    if not asked:
        return
    held = sum(_is_soon(row["weeks_to_hold"]) for row in asked)
    protected = sum(_is_soon(row["weeks_to_protect"]) for row in asked)
    yield (
        f"Verdicts  {held} of {len(asked)} archetypes can be held, {protected}"
        " protected, at today's answers"
    )


def _is_soon(weeks: int | None) -> bool:
    """Tell whether four weeks bring the answers that a verdict needs."""
    return weeks is not None and weeks <= _GATE_WEEKS


def _feed_lines(feeds: Sequence[dict[str, Any]]) -> Iterator[str]:
    present = sum(feed["is_present"] for feed in feeds)
    yield f"Feeds     {present} of {len(feeds)} come in"
    lacking = sorted(
        (feed for feed in feeds if feed["costs"]), key=lambda feed: feed["priority"]
    )
    for feed in lacking[:_NEXT]:
        kpis = ", ".join(str(kpi) for kpi in feed["costs_kpis"])
        line = (
            f"  next {feed['priority']}  {feed['feed']}: costs KPI {kpis}:"
            f" {', '.join(feed['costs'])}"
        )
        yield toned(fitted(line, WIDTH).rstrip(), "warn")
    by_kpis = groupby(
        sorted(lacking[_NEXT:], key=lambda feed: feed["costs_kpis"]),
        key=lambda feed: feed["costs_kpis"],
    )
    for costs, group in by_kpis:
        kpis = ", ".join(str(kpi) for kpi in costs)
        names = ", ".join(feed["feed"] for feed in group)
        for line in _wrapped(f"  absent  costs KPI {kpis}: {names}"):
            yield toned(line, "mute")
    idle = [f["feed"] for f in feeds if not f["is_present"] and not f["costs"]]
    if idle:
        yield from _wrapped(f"  absent  at no cost: {', '.join(idle)}")


def _table(archetypes: Sequence[Record]) -> Iterator[str]:
    """Yield resolution CSAT by archetype, and what hinders it and delayed CSAT."""
    asked = sorted(
        (row for row in archetypes if row["measure"] == "resolution_csat"),
        key=lambda row: (-(row["answers_per_week"] or 0), row["archetype"]),
    )
    if not asked:
        yield "No ticket has come yet: nothing can be seen."
        return
    yield _row("resolution CSAT", _HEAD)
    yield _row("", _UNDER)
    for row in asked:
        yield _row(row["archetype"], _cells(row))
    yield from _hindrances("resolution CSAT", asked)
    delayed = [row for row in archetypes if row["measure"] == "delayed_csat"]
    yield from _hindrances("delayed CSAT", delayed)


def _cells(row: Record) -> tuple[str, ...]:
    return (
        _number(row["answers_per_week"], 1),
        _number(row["answers_needed_per_week"], 0),
        _number(row["baseline_n"], 0),
        _drop(row["smallest_drop_now"]),
        _drop(row["smallest_drop_in_13_weeks"]),
        _weeks(row["weeks_to_hold"], row["weeks_left"]),
        _weeks(row["weeks_to_protect"], row["weeks_left"]),
    )


def _drop(points: float | None) -> str:
    """Return a drop; what would have to fall below nothing cannot be seen at all."""
    return "none" if points is not None and points > _ALL else _number(points, 1)


def _number(value: float | None, digits: int) -> str:
    return (
        words.NOTHING
        if value is None
        else f"{words.rounded(value, digits):,.{digits}f}"
    )


def _weeks(needed: int | None, left: int) -> str:
    """Return when: now, after the four weeks, after more than these, or never."""
    if needed is None:
        return "never"
    if needed > _GATE_WEEKS:
        return f"{needed} wk*"
    return f"{left} wk" if left else "now"


def _row(name: str, texts: Sequence[str]) -> str:
    cells = (
        fitted(text, width, to_right=True)
        for text, width in zip(texts, _WIDTHS, strict=True)
    )
    return f"{fitted(name, _NAME)}{''.join(cells)}".rstrip()


def _hindrances(name: str, rows: Sequence[Record]) -> Iterator[str]:
    """Yield what keeps archetypes from protected, one line an obstacle."""
    for obstacle, meaning in _OBSTACLES.items():
        held = sorted(r["archetype"] for r in rows if r["obstacle"] == obstacle)
        if held:
            where = "every archetype" if len(held) == len(rows) else ", ".join(held)
            yield from _wrapped(f"{name}, {where}: {meaning}.")


def _wrapped(text: str) -> list[str]:
    return wrap(printable(text), WIDTH, subsequent_indent=" " * 10)
