"""Renewing models: only the rows that changed files touch are computed again.

A model's own SQL, compiled for a database that holds only the touched rows of what it
reads, gives the rows to put in the place of the former ones. The SQL knows nothing of
it: dbt builds the same models whole.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from kpi_runner.build.changes import Changes
from kpi_runner.build.renewable import (
    CUSTOMERS,
    TICKETS,
    Renewable,
    database_of,
    is_dated,
    is_of_staging,
    is_rejected,
    part_of,
    renewed_by,
    table_of,
)
from kpi_runner.build.touched import Part, Touched, former_of
from kpi_runner.build.touched_rows import TouchedRows
from kpi_runner.build.weeks import TouchedWeeks
from kpi_runner.engines.engine import Engine
from kpi_runner.errors import EngineError
from kpi_runner.project.nodes import Model
from kpi_runner.project.project import SCHEMA, Project

# What tells the rows of a model apart, by week, or under None.
Content = Mapping[date | None, Sequence[object]]


class Renewal:
    """Renews models in the work database, as long as only rows of files changed.

    ``former`` are the fingerprints that a fresh build of the last landing would have
    had with today's code and seeds: a model that has another is built whole.
    """

    def __init__(
        self,
        project: Project,
        engine: Engine,
        former: Mapping[str, str],
        changes: Mapping[str, Changes],
    ) -> None:
        """Open the database of the touched sets."""
        self.project = project
        self.engine = engine
        self.former = former
        self.touched = Touched(engine, changes)
        self.weeks = TouchedWeeks(self.touched)
        self.renewed: set[str] = set()
        self.replaced: set[str] = set()
        # Those of the replaced whose changed weeks are among the touched.
        self.dated: set[str] = set()
        self.are_tickets_known: bool | None = None
        self.are_weeks_known: bool | None = None
        self.renewable = Renewable(project)
        self.rows = TouchedRows(
            project, engine, self.touched, self.weeks, self.renewable
        )
        # What is renewed is written once, when the file is closed, and merges nothing.
        engine.execute("set checkpoint_threshold = '1GB'")
        engine.execute("set max_vacuum_tasks = 0")

    def close(self) -> None:
        """Let go of everything but the renewed models and what they were renewed by."""
        self.rows.close()

    def can_renew(self, model: Model, was: str | None) -> bool:
        """Tell whether all that changed for a model are rows that are known."""
        is_known = was is not None and was == self.former[model.name]
        if not is_known or model.name not in self.renewable.databases:
            return False
        if not is_of_staging(model) and not self._know_tickets():
            return False
        are_weeks_known = not is_dated(model) or self._know_weeks()
        return are_weeks_known and not self._hangs_on_more(model)

    def _hangs_on_more(self, model: Model) -> bool:
        """Tell whether rows that are not touched may be others now, too."""
        by = renewed_by(model)
        if by == "addition" and self.renewable.tables(model) & self.touched.losing:
            return True
        if by == "finding" and self._holds_rows(model):
            return True
        replaced = self.replaced - (self.dated if is_dated(model) else set())
        return bool(self.renewable.parents(model) & replaced)

    def renew(self, model: Model) -> str:
        """Put a model's touched rows in the place of the former ones."""
        database = database_of(model)
        self.rows.open(model)
        sql = self.rows.compiled(model)
        if is_dated(model):  # Nobody reads its rows here: weeks may join the touched.
            count = self._put(model, f"({sql}\n) where {self._former_rows(model)}")
        else:
            rows = f"{database}.{SCHEMA}.{model.name}"
            self.engine.create_table(rows, sql)
            if self._is_compared(model):
                self.touched.keep_former(model.name, self._former_rows(model))
            # Before the former rows are gone, and outside of their transaction, which
            # may write to one database only.
            self._note_touched(model, rows)
            count = self._put(model, rows)
            self.rows.note_renewed(model)
        self.renewed.add(model.name)
        return f"renewed {count} rows"

    def content(self, model: Model) -> Content | None:
        """Return what changes with the rows of a model that renewed ones read."""
        if model.name not in self.renewable.watched:
            return None
        relation = self.touched.work(f"{SCHEMA}.{model.name}")
        columns = self.engine.columns(f"{SCHEMA}.{model.name}")
        if not columns:
            return None
        week = "week" if "week" in columns else "cast(null as date)"
        digests = self.engine.rows(
            f"select {week}, count(*), bit_xor(hash(each)), sum(hash(each))"
            f" from {relation} as each group by 1"
        )
        return {key: digest for key, *digest in digests}

    def note_built(self, model: Model, was: str | None, before: Content | None) -> None:
        """Remember a model built whole, unless nothing renewed hangs on the change."""
        is_known = was is not None and was == self.former[model.name]
        if is_known and renewed_by(model) in ("addition", "nothing"):
            return
        after = self.content(model)
        if before is None or after is None:
            self.replaced.add(model.name)
            return
        keys = before.keys() | after.keys()
        changed = {key for key in keys if before.get(key) != after.get(key)}
        if changed:
            self.replaced.add(model.name)
        weeks = {key for key in changed if key is not None}
        if weeks == changed:
            self.weeks.note(weeks)
            self.dated.add(model.name)

    def part(self, mart: Model) -> Part | None:
        """Return the part of a mart that is all that changed, if it is known."""
        is_view = mart.materialized == "view" and bool(self.are_tickets_known)
        is_same = is_view and not self.renewable.parents(mart) & self.replaced
        return part_of(mart) if is_same or mart.name in self.renewed else None

    def _note_touched(self, model: Model, rows: str) -> None:
        database = database_of(model)
        if is_of_staging(model):
            if not is_rejected(model):
                self.touched.note_staged(table_of(model), rows)
        elif database == TICKETS and self._is_compared(model):
            self.weeks.note_tickets(former_of(model.name))
            self.weeks.note_tickets(rows)
        elif database == CUSTOMERS and TICKETS not in self.rows.opened:
            self.touched.note_followed(model.name, rows)
        elif database == CUSTOMERS:
            self.weeks.note_rows(self.touched.changed(model.name, rows))

    def _is_compared(self, model: Model) -> bool:
        """Tell whether former rows tell what else is touched."""
        if database_of(model) == TICKETS and renewed_by(model) == "ticket_id":
            return "week" in self.engine.columns(f"{SCHEMA}.{model.name}")
        return database_of(model) == CUSTOMERS

    def _holds_rows(self, model: Model) -> bool:
        relation = self.touched.work(f"{SCHEMA}.{model.name}")
        return bool(self.engine.rows(f"from {relation} limit 1"))

    def _know_weeks(self) -> bool:
        """Tell whether the touched weeks are known; asked first, find them."""
        if self.are_weeks_known is None:
            self.are_weeks_known = self.weeks.close()
        return self.are_weeks_known

    def _know_tickets(self) -> bool:
        """Tell whether the touched tickets are known, and few; asked first, find them.

        They are when every table was staged anew by its touched keys.
        """
        if self.are_tickets_known is None:
            is_staged_so = self.renewable.staging <= self.renewed
            self.are_tickets_known = (
                is_staged_so and self.touched.close_over_customers()
            )
        return self.are_tickets_known

    def _put(self, model: Model, rows: str) -> int:
        """Replace the former rows in one transaction; return how many came."""
        relation = self.touched.work(f"{SCHEMA}.{model.name}")
        *deletion, addition = self._replacing(model, relation, rows)
        self.engine.execute("begin transaction")
        try:
            for statement in deletion:
                self.engine.execute(statement)
            ((count,),) = self.engine.rows(addition)
            self.engine.execute("commit")
        except EngineError:
            self.engine.execute("rollback")
            raise
        return int(count)

    def _replacing(self, model: Model, relation: str, rows: str) -> list[str]:
        added = f"insert into {relation} from {rows}"
        if renewed_by(model) == "finding":
            return [added]
        if renewed_by(model) == "addition":
            grain = model.meta["grain"]
            key = ", ".join(map(str, grain)) if isinstance(grain, list) else grain
            return [f"{added} anti join {relation} using ({key})"]
        is_staged = is_of_staging(model) and not is_rejected(model)
        if is_staged and not self.touched.has_former(table_of(model)):
            return [added]
        if is_staged or self._is_compared(model):
            kept = self.touched.lies_as_before(model.name)
            return [f"delete from {relation} where {kept}", added]
        return [f"delete from {relation} where {self._former_rows(model)}", added]

    def _former_rows(self, model: Model) -> str:
        """Return the condition of the rows that the touched ones replace."""
        part = part_of(model)
        if part:
            return part.condition
        table = table_of(model)
        return self.touched.is_read_again(table, self.rows.landed(table))
