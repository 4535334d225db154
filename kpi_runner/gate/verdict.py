"""From findings to a verdict: what is in breach, who has answered, which exit code."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kpi_runner.errors import SuiteError
from kpi_runner.gate.docket import JUDGED, Cell, Docket
from kpi_runner.gate.suite_files import CONTRACT, LEVELS, Expectation
from kpi_runner.gate.suites import Finding, findings

HELD, BREACH, UNTRUSTED, UNJUDGED = 0, 1, 4, 5
# What --strict does not let pass.
UNPROVEN = ("insufficient", "incomparable", "not_instrumented")
# From which level on a breach fails; `never` fails nothing.
FAIL_ON = ("watch", "review", "rollback", "incident", "never")
_KEY = ("deployment_id", "rule", "slice", "archetype", "segment")


class Outcome(StrEnum):
    """What becomes of a breach."""

    FAILS = "fails"
    WAIVED = "waived"
    ANSWERED = "answered"
    LISTED = "listed"  # the thresholds say that it does not fail CI
    TOLERATED = "tolerated"  # below the level that fails


@dataclass(frozen=True, slots=True)
class Breach:
    """A cell that breaks a rule, at the worst level that an expectation found.

    ``also`` names the slices of the same tickets, where they are told as one.
    """

    cell: Cell
    expectation: Expectation
    outcome: Outcome
    also: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """Return how bad it is: watch, review, rollback or incident."""
        return self.expectation.level

    @property
    def is_pressing(self) -> bool:
        """Tell whether somebody has to act: a watched cell only is kept an eye on."""
        return self.level != "watch" or self.outcome is Outcome.FAILS


@dataclass(frozen=True, slots=True)
class Request:
    """What a gate is asked for; no mode is the one that was built."""

    fail_on: str = "review"
    is_strict: bool = False
    mode: str | None = None
    deployment: str | None = None
    max_age: timedelta | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the gate judged; ``problems`` are why the data cannot be trusted."""

    exit_code: int
    mode: str
    fail_on: str
    run_id: str
    as_of: datetime | None
    published_at: datetime
    cells: tuple[Cell, ...]
    breaches: tuple[Breach, ...]  # the worst first
    notes: tuple[Breach, ...]
    problems: tuple[str, ...]
    expectations: tuple[Expectation, ...]
    warnings: tuple[str, ...] = ()

    def count(self, level: str) -> int:
        """Return how many cells are in breach at a level."""
        return sum(breach.level == level for breach in self.breaches)

    @property
    def failing(self) -> tuple[Breach, ...]:
        """Return the breaches that fail the gate."""
        return tuple(b for b in self.breaches if b.outcome is Outcome.FAILS)

    @property
    def held_count(self) -> int:
        """Return how many cells hold, protected ones among them."""
        broken = {breach.cell.key for breach in self.breaches}
        return sum(
            cell.status in ("held", "protected") and cell.key not in broken
            for cell in self.cells
        )

    @property
    def unproven_count(self) -> int:
        """Return how many cells nothing is known of."""
        return sum(not is_judged(cell) for cell in self.cells)


def judge(
    docket: Docket, expectations: Sequence[Expectation], request: Request
) -> Verdict:
    """Judge the docket by every suite."""
    found = findings(
        docket.engine, expectations, {"judged_places": list(docket.judged_places)}
    )
    problems = [*_staleness(docket, request), *_contract_problems(found)]
    breaches, notes = breaches_of(docket.cells, found, request.fail_on)
    return Verdict(
        exit_code=exit_code(docket.cells, breaches, problems, request),
        mode=docket.mode,
        fail_on=request.fail_on,
        run_id=docket.run_id,
        as_of=docket.as_of,
        published_at=docket.published_at,
        cells=docket.cells,
        breaches=() if problems else breaches,
        notes=() if problems else notes,
        problems=tuple(problems),
        expectations=tuple(expectations),
        warnings=docket.warnings,
    )


def exit_code(
    cells: Sequence[Cell],
    breaches: Iterable[Breach],
    problems: Sequence[str],
    request: Request,
) -> int:
    """Return the exit code: data that cannot be trusted goes before a breach."""
    if problems:
        return UNTRUSTED
    if any(breach.outcome is Outcome.FAILS for breach in breaches):
        return BREACH
    if not any(is_judged(cell) for cell in cells):
        return UNJUDGED
    if request.is_strict and any(cell.status in UNPROVEN for cell in cells):
        return UNJUDGED
    return HELD


def is_judged(cell: Cell) -> bool:
    """Tell whether a cell has a verdict, good or bad."""
    return cell.status in JUDGED


def breaches_of(
    cells: Sequence[Cell], found: Iterable[Finding], fail_on: str
) -> tuple[tuple[Breach, ...], tuple[Breach, ...]]:
    """Return breaches, each cell once at its worst level, and notes.

    Raises SuiteError for a breach in the marts that no expectation found: a rule
    without one would never fail.
    """
    by_key = {cell.key: cell for cell in cells}
    worst: dict[tuple[object, ...], Breach] = {}
    notes = []
    for finding in found:
        expectation = finding.expectation
        if expectation.suite == CONTRACT:
            continue
        for row in finding.rows:
            cell = by_key[_key(row)]
            breach = Breach(cell, expectation, outcome(cell, expectation, fail_on))
            if expectation.level == "note":
                notes.append(breach)
            elif cell.key not in worst or rank(worst[cell.key]) < rank(breach):
                worst[cell.key] = breach
    _check_coverage(cells, worst)
    return tuple(sorted(worst.values(), key=_worst_first)), tuple(notes)


def outcome(cell: Cell, expectation: Expectation, fail_on: str) -> Outcome:
    """Return what becomes of a breach."""
    limit = FAIL_ON.index(fail_on)
    if not cell.fails_ci:
        return Outcome.LISTED
    if cell.is_waived:
        return Outcome.WAIVED
    if cell.is_answered:
        return Outcome.ANSWERED
    is_bad = expectation.level in FAIL_ON and FAIL_ON.index(expectation.level) >= limit
    return Outcome.FAILS if is_bad else Outcome.TOLERATED


def rank(breach: Breach) -> int:
    """Return how bad a breach is."""
    return LEVELS.index(breach.level)


def _check_coverage(
    cells: Iterable[Cell], worst: Mapping[tuple[object, ...], Breach]
) -> None:
    for cell in cells:
        if cell.status in LEVELS and cell.key not in worst:
            raise SuiteError(
                f"no expectation covers the rule '{cell.rule}' at '{cell.status}', "
                f"which {cell.place} is in.",
                hint="Add it to the suite of its family in expectations/.",
            )


def _worst_first(breach: Breach) -> tuple[object, ...]:
    cell = breach.cell
    return (
        breach.outcome is not Outcome.FAILS,
        -rank(breach),
        cell.evidence != "confirmed",
        breach.outcome,
        -abs(cell.delta or 0),
        cell.key,
    )


def _key(row: Mapping[str, object]) -> tuple[str, str, str, str, str]:
    one, two, three, four, five = (str(row[name]) for name in _KEY)
    return one, two, three, four, five


def _contract_problems(found: Iterable[Finding]) -> list[str]:
    """Return what the suite `contract` found, each with its first offending row."""
    problems = []
    for finding in found:
        if finding.expectation.suite != CONTRACT:
            continue
        table = finding.expectation.table
        seen = f"observed {finding.observed}"
        if finding.rows:
            row = ", ".join(
                f"{name} {value}"
                for name, value in finding.rows[0].items()
                if value is not None
            )
            seen = f"{len(finding.rows)} rows do not; the first: {row}"
        problems.append(f"{table}: {finding.expectation.description} ({seen})")
    return problems


def _staleness(docket: Docket, request: Request) -> list[str]:
    if request.max_age is None or request.now is None:
        return []
    if docket.as_of is None:
        return ["freshness: the marts do not say of which moment they are."]
    age = request.now - docket.as_of
    if age <= request.max_age:
        return []
    return [
        f"freshness: the newest event is of {docket.as_of:%Y-%m-%d %H:%M} UTC, "
        f"{age.total_seconds() / 3600:,.0f} hours before {request.now:%Y-%m-%d %H:%M}; "
        f"at most {request.max_age.total_seconds() / 3600:,.0f} are allowed."
    ]
