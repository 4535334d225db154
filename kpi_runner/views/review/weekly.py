"""The weekly packet: thirty minutes of support and AI operations."""

from itertools import groupby

from kpi_runner.views import words
from kpi_runner.views.marts import Marts, Record
from kpi_runner.views.review.packet import Cell, Part, Table, marked
from kpi_runner.views.review.shared import (
    PLACE,
    actions_part,
    latest,
    policy_part,
    verdict_part,
)

LEADING = (
    *("bot_handle_time", "escalated_handle_time"),
    *("repeat_contact_7d", "repeat_contact_30d", "model_csat"),
)
LATENCIES = {
    "resolution": ("Resolution CSAT of the prior week", "resolution_csat"),
    "delayed": ("Delayed CSAT of the last mature week", "delayed_csat"),
}


def weekly(marts: Marts, desk: Record) -> list[Part]:
    """Return the packet's parts; policy first where the deployment is regulated."""
    policy = [policy_part(marts, desk)]
    return [
        *(policy if desk["is_regulated"] else []),
        verdict_part(marts, desk),
        _leading(marts, desk),
        *(_csat(marts, desk, latency) for latency in LATENCIES),
        *([] if desk["is_regulated"] else policy),
        _handoff(marts, desk),
        actions_part(marts, desk),
    ]


def _leading(marts: Marts, desk: Record) -> Part:
    """Return the leading indicators: the last mature week and the one before."""
    cells = marts.asked(
        "select archetype, measure, week, value, rising_weeks, status, unit, name"
        " from panel_weekly inner join measure_catalogue using (measure)"
        " where deployment_id = ? and slice = 'archetype' and is_mature"
        f" and measure in {LEADING}"
        " qualify row_number() over"
        " (partition by archetype, measure order by week desc) <= 2"
        " order by archetype, measure, week",
        (desk["deployment_id"],),
    )
    names = {cell["measure"]: cell["name"] for cell in cells}
    rows: list[tuple[Cell, ...]] = []
    for archetype, found in groupby(cells, key=lambda cell: cell["archetype"]):
        trends = {
            measure: _trend(list(pair))
            for measure, pair in groupby(found, key=lambda cell: cell["measure"])
        }
        shown = [trends.get(measure, words.NOTHING) for measure in LEADING]
        rows.append((archetype, *shown))
    headings = (PLACE, *(names.get(measure, measure) for measure in LEADING))
    note = "Each: the week before, the last mature week, and how long it has risen."
    return Part("Leading indicators", note=note, tables=[Table(headings, rows)])


def _trend(pair: list[Record]) -> Cell:
    values = " \u2192 ".join(words.number(cell["value"], cell["unit"]) for cell in pair)
    rising = pair[-1]["rising_weeks"]
    risen = f", {rising} rising" if rising else ""
    return marked(values + risen, pair[-1]["status"])


def _csat(marts: Marts, desk: Record, latency: str) -> Part:
    title, measure = LATENCIES[latency]
    rows = [
        row
        for row in latest(marts, "csat_weekly", desk, measure)
        if row["slice"] == "archetype" and row["latency"] == latency
    ]
    headings = (
        *(PLACE, "CSAT", "Answers of sent", "Four weeks", "Against baseline"),
        "Sees drops of",
    )
    cells: list[tuple[Cell, ...]] = [
        (
            row["archetype"],
            words.number(row["csat"], "points"),
            f"{words.number(row['answered_count'], 'count')} of"
            f" {words.number(row['sent_count'], 'count')}",
            words.number(row["csat_rolling"], "points"),
            marked(words.change(row["delta"]), row["status"]),
            words.number(row["min_detectable"], "points"),
        )
        for row in rows
    ]
    note = f"Tickets of the week of {words.day(rows[0]['week'])}." if rows else ""
    return Part(title, note=note, tables=[Table(headings, cells)])


def _handoff(marts: Marts, desk: Record) -> Part:
    rows = latest(marts, "handoff_weekly", desk, "context_loss_rate")
    headings = (
        *(PLACE, "Contexts lost", "Context loss, four weeks"),
        *("Repeated state, four weeks", "Handoff CSAT against baseline"),
    )
    cells: list[tuple[Cell, ...]] = [
        (
            row["archetype"],
            f"{words.number(row['context_loss_rate_numerator'], 'count')} of"
            f" {words.number(row['context_loss_rate_denominator'], 'count')}",
            marked(
                words.number(row["context_loss_rate_rolling"], "%"),
                row["context_loss_rate_status"],
            ),
            marked(
                words.number(row["repeat_state_rate_rolling"], "%"),
                row["repeat_state_rate_status"],
            ),
            marked(words.change(row["handoff_csat_delta"]), row["handoff_csat_status"]),
        )
        for row in rows
    ]
    note = f"Tickets of the week of {words.day(rows[0]['week'])}." if rows else ""
    return Part("Context-loss flags", note=note, tables=[Table(headings, cells)])
