"""What lies before the gate: the published cells, in the mode that is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path

from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.errors import KpiError, SelectionError, did_you_mean
from kpi_runner.gate.effects import idle_rows
from kpi_runner.gate.waivers import unused_waivers
from kpi_runner.publish.publish import INFO, SCHEMA_VERSION
from kpi_runner.publish.published import published

MODES = ("evidence", "literal")
# Tables that the suites read, each with columns that older files may lack.
READ = {
    "gate_by_mode": ("gate_mode", "is_answered", "is_waived", "is_clearing", "due_on"),
    "gate": ("gate_mode",),
    "panel_weekly": ("status",),
    "action_items": ("follow_up_on",),
    "deflection_policy": ("in_deflection_list",),
    "data_quality": ("rows_read",),
    "breach_tickets": ("rank",),
    "desk_deployments": ("deployment_id",),
    "waivers_granted": ("is_expired",),
    INFO: ("as_of", "schema_version"),
}
JUDGED = ("protected", "held", "watch", "review", "rollback", "incident")
_FOUND = (*JUDGED, "insufficient", "incomparable")

# Of what DuckDB does to a plan, what keeps it from reading columns and rows in vain.
_OPTIMIZERS = ("filter_pushdown", "unused_columns")

_CELLS = """
with driven as (
    select
        deployment_id, rule, archetype, segment,
        count(*) as ticket_count,
        string_agg(ticket_id, ', ' order by rank) filter (where rank <= 3) as tickets
    from breach_tickets
    group by deployment_id, rule, archetype, segment
)

select
    {own},
    gate.due_on as follow_up_on,
    panel_weekly.rolling as deflection,
    driven.ticket_count,
    driven.tickets
from gate
left join panel_weekly
    on
        gate.deployment_id = panel_weekly.deployment_id
        and gate.week = panel_weekly.week
        and gate.archetype = panel_weekly.archetype
        and panel_weekly.measure = 'deflection_rate'
        and panel_weekly.slice = 'archetype'
        and panel_weekly.segment = 'all'
        and panel_weekly.channel = 'all'
left join driven
    on
        gate.deployment_id = driven.deployment_id
        and gate.rule = driven.rule
        and gate.archetype = driven.archetype
        and gate.segment = driven.segment
order by
    gate.deployment_id, gate.rule, gate.slice, gate.archetype, gate.segment
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the mart `gate`, with what was deflected and what drives a breach.

    ``follow_up_on`` is the day by which the owner acts, ``deflection`` is the
    archetype's rolling deflection rate in that week, ``tickets`` names the worst of
    the ``ticket_count`` that drive a breach.
    """

    deployment_id: str
    rule: str
    slice: str
    archetype: str
    segment: str
    measure: str
    week: date | None
    numerator: float | None
    denominator: float | None
    value: float | None
    rolling: float | None
    baseline: float | None
    delta: float | None
    delta_low: float | None
    delta_high: float | None
    min_detectable: float | None
    rising_weeks: int | None
    target_low: float | None
    target_high: float | None
    s1: int | None
    n1: int | None
    s0: int | None
    n0: int | None
    gate_mode: str
    watch_at: float | None
    review_at: float | None
    rollback_at: float | None
    status_literal: str
    status_evidence: str
    status: str
    evidence: str | None
    holdout_delta: float | None
    is_shared_by_holdout: bool
    is_clearing: bool
    fails_ci: bool
    action: str | None
    owner: str | None
    owner_contact: str | None
    decision: str | None
    decided_on: date | None
    assignee: str | None
    follow_up_on: date | None
    is_answered: bool
    waived_until: date | None
    waived_by: str | None
    waiver_expired_on: date | None
    is_waived: bool
    first_seen_week: date | None
    note: str | None
    deflection: float | None = None
    ticket_count: int | None = None
    tickets: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """Return what tells cells apart."""
        return (
            self.deployment_id,
            self.rule,
            self.slice,
            self.archetype,
            self.segment,
        )

    @property
    def place(self) -> str:
        """Return where it is: the deployment, archetype and, if cut by it, segment."""
        parts = [self.deployment_id, self.archetype]
        if self.slice != "archetype":
            parts.append(self.segment)
        return " / ".join(parts)


@dataclass(frozen=True, slots=True)
class Docket:
    """The cells to judge, what they are judged in, and of which run they are."""

    engine: DuckDBEngine
    cells: tuple[Cell, ...]
    mode: str
    run_id: str
    as_of: datetime | None
    published_at: datetime
    judged_places: tuple[str, ...]
    warnings: tuple[str, ...]


@contextmanager
def docket(target: Path, mode: str | None, deployment: str | None) -> Iterator[Docket]:
    """Open the published marts for judging; nothing is written to them.

    The engine's own tables are then those of the marts, except `gate`, which holds
    the mode and deployment asked for. Raises KpiError when there is nothing
    published that this version can judge, SelectionError for another deployment.
    """
    with published(target) as engine:
        _check_schema(engine, target)
        chosen = mode or _mode_of(engine)
        _check_deployment(engine, deployment)
        _lay_out(engine, chosen, deployment)
        run_id, as_of, published_at = engine.rows(
            f"select run_id, as_of, published_at from {INFO}"
        )[0]
        yield Docket(
            engine=engine,
            cells=_cells(engine),
            mode=chosen,
            run_id=run_id,
            as_of=as_of,
            published_at=published_at,
            judged_places=_judged_places(engine, deployment),
            warnings=(
                *unused_waivers(engine, deployment),
                *idle_rows(engine, target, as_of, deployment),
            ),
        )


def _check_schema(engine: DuckDBEngine, target: Path) -> None:
    """Refuse a file that lacks what is judged, or is of another version."""
    for table, columns in READ.items():
        there = engine.columns(f"main.{table}")
        missing = [name for name in columns if name not in there]
        if missing:
            what = f"column '{missing[0]}' of '{table}'" if there else f"mart '{table}'"
            raise KpiError(
                f"the marts in '{target}' are of an older version: "
                f"they have no {what}.",
                hint="Build them again: kpi build.",
            )
    found = engine.rows(f"select schema_version from {INFO}")
    version = found[0][0] if found else None
    if version != SCHEMA_VERSION:
        raise KpiError(
            f"the marts in '{target}' are of version {version}; "
            f"this gate judges version {SCHEMA_VERSION}.",
            hint="Build them again with this version: kpi build.",
        )


def _mode_of(engine: DuckDBEngine) -> str:
    """Return the mode that the marts were built in."""
    found = engine.rows("select min(gate_mode) from main.gate")[0][0]
    return str(found or MODES[0])


def _check_deployment(engine: DuckDBEngine, deployment: str | None) -> None:
    known = [
        str(row[0]) for row in engine.rows("select deployment_id from desk_deployments")
    ]
    if deployment and deployment not in known:
        raise SelectionError(
            f"there is no deployment '{deployment}'.",
            hint=did_you_mean(deployment, known)
            or f"There are: {', '.join(sorted(known))}.",
        )


def _lay_out(engine: DuckDBEngine, mode: str, deployment: str | None) -> None:
    """Make the engine's own tables those that the suites read."""
    _plan_plainly(engine)
    engine.execute("use memory")
    engine.execute(
        "create table gate as select *, deployment_id || ' / ' || archetype as place"
        " from marts.main.gate_by_mode"
        " where gate_mode = ? and deployment_id = coalesce(?, deployment_id)",
        [mode, deployment],
    )
    # A name is that of the marts but for `gate`.
    engine.execute("set search_path = 'memory,marts'")
    # From here on no query can reach a file.
    engine.execute("set enable_external_access = false")


def _plan_plainly(engine: DuckDBEngine) -> None:
    """Spare many small queries what costs each more than it saves.

    Sharing among threads is a quarter of their time, looking for a better plan
    a third.
    """
    named = engine.rows("select name from duckdb_optimizers()")
    others = ",".join(str(name) for (name,) in named if name not in _OPTIMIZERS)
    engine.execute(f"set disabled_optimizers = {literal(others)}")
    engine.execute("set threads = 1")


def _cells(engine: DuckDBEngine) -> tuple[Cell, ...]:
    """Return the cells with what other marts know of them."""
    others = ("follow_up_on", "deflection", "ticket_count", "tickets")
    own = [f"gate.{e.name}" for e in fields(Cell) if e.name not in others]
    names, rows = engine.described(_CELLS.format(own=", ".join(own)))
    return tuple(Cell(**dict(zip(names, row, strict=True))) for row in rows)


def _judged_places(engine: DuckDBEngine, deployment: str | None) -> tuple[str, ...]:
    """Return the archetypes that the panel has judged, as the gate names them."""
    statuses = ", ".join(f"'{status}'" for status in _FOUND)
    rows = engine.rows(
        "select distinct deployment_id || ' / ' || archetype from panel_weekly"
        f" where slice = 'archetype' and status in ({statuses})"
        " and deployment_id = coalesce(?, deployment_id) order by 1",
        [deployment],
    )
    return tuple(str(row[0]) for row in rows)
