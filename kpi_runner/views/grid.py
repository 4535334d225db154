"""The twelve KPIs as a grid: which measure stands for each, and the week it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kpi_runner.views import words
from kpi_runner.views.marts import Marts, Record

POLICY = tuple(f"policy_incidents_{number}" for number in (1, 2, 3, 4))
# The worst first; what is not here is not in breach.
_WORST = ("incident", "rollback", "review", "watch")
# Of several measures in one cell, the first of these decides how it looks.
_LOOKS = (*_WORST, "not_instrumented", "pending", "insufficient", "incomparable")


@dataclass(frozen=True, slots=True)
class Column:
    """A KPI of the grid: its measures and which figure of a cell it shows."""

    kpi: int
    name: str
    short: str
    shows: str
    measures: tuple[str, ...]


# Deflection and its satisfaction stand side by side, always.
COLUMNS = (
    Column(1, "Deflection", "Defl.", "value", ("deflection_rate",)),
    Column(4, "Resolution CSAT", "CSAT Δ", "delta", ("resolution_csat",)),
    Column(2, "Attempt rate", "Attem.", "value", ("attempt_rate",)),
    Column(3, "Containment", "Cont.", "value", ("containment_rate",)),
    Column(5, "Delayed CSAT", "Late Δ", "delta", ("delayed_csat",)),
    Column(6, "Model CSAT", "Modl Δ", "delta", ("model_csat",)),
    Column(7, "Context loss", "CtxLos", "rolling", ("context_loss_rate",)),
    Column(8, "Handoff CSAT", "Hand Δ", "delta", ("handoff_csat",)),
    Column(9, "Repeated state", "Repeat", "rolling", ("repeat_state_rate",)),
    Column(10, "Policy incidents", "Policy", "value", POLICY),
    Column(11, "Handle time", "Handle", "delta", ("escalated_handle_time",)),
    Column(12, "Repeat contact, 7 days", "Rep.7d", "rolling", ("repeat_contact_7d",)),
)


# Where a deployment is regulated, policy stands before everything else.
POLICY_FIRST = tuple(sorted(COLUMNS, key=lambda column: column.measures != POLICY))


@dataclass(frozen=True, slots=True)
class Slice:
    """How the grid is cut; None is everything."""

    segment: str | None = None
    channel: str | None = None

    @property
    def name(self) -> str:
        """Return the slice's name in panel_weekly."""
        if self.segment:
            return "archetype_segment"
        return "archetype_channel" if self.channel else "archetype"

    @property
    def values(self) -> tuple[str, str, str]:
        """Return slice, segment and channel as panel_weekly has them."""
        return self.name, self.segment or "all", self.channel or "all"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a reader sees of a KPI of an archetype in a week."""

    text: str
    status: words.Status
    measure: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The KPIs of one deployment: a week for each column, a cell row an archetype."""

    columns: tuple[Column, ...]
    weeks: tuple[date | None, ...]
    rows: dict[str, tuple[Cell, ...]]


def read_grid(marts: Marts, desk: Record, cut: Slice, week: date | None = None) -> Grid:
    """Return the grid of a week, or else of each KPI's latest mature week."""
    columns = POLICY_FIRST if desk["is_regulated"] else COLUMNS
    cells = marts.asked(
        "select panel_weekly.*, measure_catalogue.unit from panel_weekly"
        " inner join measure_catalogue using (measure)"
        " where deployment_id = ? and slice = ? and segment = ? and channel = ?"
        " and (week = ? or (? is null and week in (select max(latest.week)"
        " from panel_weekly as latest where latest.is_mature"
        " and latest.deployment_id = panel_weekly.deployment_id"
        " and latest.measure = panel_weekly.measure)))"
        " order by archetype",
        (desk["deployment_id"], *cut.values, week, week),
    )
    found = {(each["archetype"], each["measure"]): each for each in cells}
    weeks = {each["measure"]: each["week"] for each in cells}
    return Grid(
        columns=columns,
        weeks=tuple(weeks.get(column.measures[0]) for column in columns),
        rows={
            archetype: tuple(
                _cell(
                    column, [found.get((archetype, name)) for name in column.measures]
                )
                for column in columns
            )
            for archetype in sorted({each["archetype"] for each in cells})
        },
    )


def pair_week(grid: Grid) -> date | None:
    """Return the week that the grid's deflection speaks of."""
    return grid.weeks[grid.columns.index(COLUMNS[0])]


def worst(statuses: Iterable[str | None]) -> str | None:
    """Return the status that a reader must see of several."""
    found = list(statuses)
    known = [name for name in _LOOKS if name in found]
    return known[0] if known else next(iter(found), None)


def _cell(column: Column, cells: Sequence[Record | None]) -> Cell:
    """Return the cell of a KPI; of several measures, their counts together."""
    there = [cell for cell in cells if cell]
    status = worst(cell["status"] for cell in there)
    return Cell(_figure(column, there), words.status(status), column.measures[0])


def _figure(column: Column, cells: Sequence[Record]) -> str:
    values = [cell[column.shows] for cell in cells]
    if not values or None in values:
        return words.NOTHING
    unit = cells[0]["unit"]
    if column.shows == "delta":
        return words.change(values[0], unit)
    return words.number(sum(values), unit)
