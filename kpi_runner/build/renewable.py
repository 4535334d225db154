"""Which models can be renewed, and by what: ``meta: renewed_by`` in their yml.

ticket_id      what it says of a ticket hangs on rows of that ticket alone; so may a
               view, which is not built: only these rows of it are published anew
customer_id    ... on rows of the ticket's customer
<key>          in staging: on the landed rows that share this key
week           ... on rows of that week, and on time for a month after a ticket's end;
               with ``weeks_before: 3``, on rows of the three weeks before, too;
               with ``weeks_kept: 13``, it holds no others than the last 13 full weeks
month          what it says of a period hangs on the weeks of its quarter, and on the
               period before; so may ``quarter`` and ``period_start`` (of either)
addition       a row stays right as long as no row that it stands on is lost
finding        a fault: where there was none, only touched tickets can have one
nothing        built whole, but no matter to the rows of tickets that are not touched
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from kpi_runner.build.touched import SETS, Part
from kpi_runner.build.weeks import PERIODS, WEEKS
from kpi_runner.project.nodes import Model
from kpi_runner.project.project import Project

# Databases of touched rows, beside one of each raw table.
TICKETS, CUSTOMERS = f"{SETS}_tickets", f"{SETS}_customers"
RAW, WEEKLY, QUARTERLY = f"{SETS}_raw_", f"{SETS}_weeks", f"{SETS}_quarters"
_SHARED = {"customer_id": CUSTOMERS}
_PERIODS = ("month", "quarter", "period_start")
_REJECTED = "_rejected"
_VIEW = "view"


def renewed_by(model: Model) -> str | None:
    """Return what a model's rows are renewed by, or None for a model built whole."""
    by = model.meta.get("renewed_by")
    return str(by) if by else None


def _is_renewed(model: Model) -> bool:
    return renewed_by(model) not in (None, "nothing")


def is_weekly(model: Model) -> bool:
    """Tell whether a model is renewed by weeks."""
    return renewed_by(model) == "week"


def is_periodic(model: Model) -> bool:
    """Tell whether a model is renewed by the quarters of touched weeks."""
    return renewed_by(model) in _PERIODS


def is_dated(model: Model) -> bool:
    """Tell whether a model is renewed by weeks, or by periods that have weeks."""
    return is_weekly(model) or is_periodic(model)


def weeks_before(model: Model) -> int:
    """Return how many weeks before its own a model of weeks looks at."""
    return int(str(model.meta.get("weeks_before", 0)))


def weeks_kept(model: Model) -> int:
    """Return of how many of the last full weeks a model holds rows; 0 means of all."""
    return int(str(model.meta.get("weeks_kept", 0)))


def is_of_staging(model: Model) -> bool:
    """Tell whether a model is renewed by the keys of one raw table."""
    return "staging" in model.path.parts


def is_rejected(model: Model) -> bool:
    """Tell whether a model of staging holds the rows that it refuses."""
    return model.name.endswith(_REJECTED)


def table_of(model: Model) -> str:
    """Return the raw table that a model of staging reads."""
    return model.name.removeprefix("stg_").removesuffix(_REJECTED)


def database_of(model: Model) -> str:
    """Return the database of touched rows that a model is renewed in."""
    if is_of_staging(model):
        return RAW + table_of(model)
    if weeks_kept(model):
        return f"{WEEKLY}_last_{weeks_kept(model)}"
    if is_weekly(model):
        return f"{WEEKLY}_{weeks_before(model)}"
    if is_periodic(model):
        return QUARTERLY
    return _SHARED.get(renewed_by(model) or "", TICKETS)


def set_of(database: str) -> str:
    """Return the set of tickets, or weeks, that a database of touched rows holds."""
    names = {TICKETS: "tickets", CUSTOMERS: "customers"}
    return f"{SETS}.main.{names.get(database, database)}"


def part_of(model: Model) -> Part | None:
    """Return the part of a model's rows that touched tickets or weeks are in."""
    if is_weekly(model):
        weeks = set_of(database_of(model)) if weeks_kept(model) else WEEKS
        return Part("week", weeks)
    if is_periodic(model):
        return Part(str(renewed_by(model)), PERIODS)
    by = None if is_of_staging(model) else renewed_by(model)
    if by in ("ticket_id", "customer_id"):
        return Part("ticket_id", set_of(database_of(model)))
    return None


class Renewable:
    """The models of a project that can be renewed, and how they hang together."""

    def __init__(self, project: Project) -> None:
        """Read every model's yml."""
        self.project = project
        self.databases = {
            name: database_of(model)
            for name, model in project.models.items()
            if _is_renewed(model) and model.materialized != _VIEW
        }

    @cached_property
    def staging(self) -> frozenset[str]:
        """Return the models whose touched keys tell the touched tickets."""
        models = self.project.models
        return frozenset(name for name in self.databases if is_of_staging(models[name]))

    @cached_property
    def watched(self) -> frozenset[str]:
        """Return the models built whole whose rows enter renewed ones."""
        read = {
            parent
            for model in self.project.models.values()
            if _is_renewed(model)
            for parent in self.parents(model)
        }
        return frozenset(
            name
            for name, model in self.project.models.items()
            if name in read and renewed_by(model) is None
        )

    def parents(self, model: Model) -> frozenset[str]:
        """Return the tables that a model reads, through views, and seeds."""
        found: set[str] = set()
        for name in self.project.graph.parents(model.name):
            parent = self.project.models.get(name)
            is_view = parent is not None and parent.materialized == _VIEW
            found |= self.parents(parent) if parent and is_view else {name}
        return frozenset(found)

    def tables(self, model: Model) -> frozenset[str]:
        """Return the raw tables whose staged rows come into a model."""
        found: set[str] = set()
        for name in self.project.graph.parents(model.name):
            parent = self.project.models.get(name)
            if parent:
                is_staged = is_of_staging(parent)
                found |= {table_of(parent)} if is_staged else self.tables(parent)
        return frozenset(found)

    def phases(self, names: Sequence[str]) -> list[list[str]]:
        """Return the models in phases, each of which tells what the next touches.

        Staging first, then customers, then tickets, and all else.
        """
        late = self._of(TICKETS)
        followed = [
            name
            for name in self._of(CUSTOMERS)
            if not self.project.graph.ancestors(name) & late
        ]
        first = self._with_ancestors(self.staging)
        second = self._with_ancestors(followed)
        third = self._with_ancestors(self._of(TICKETS, CUSTOMERS))
        found: list[list[str]] = [[], [], [], []]
        for name in names:
            phase = [name in first, name in second, name in third, True].index(True)
            found[phase].append(name)
        return found

    def _of(self, *databases: str) -> frozenset[str]:
        return frozenset(
            name for name, found in self.databases.items() if found in databases
        )

    def _with_ancestors(self, names: Iterable[str]) -> set[str]:
        graph = self.project.graph
        return {each for name in names for each in (name, *graph.ancestors(name))}
