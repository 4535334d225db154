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
    WEEKLY,
    Renewable,
    database_of,
    is_of_staging,
    is_rejected,
    is_weekly,
    part_of,
    renewed_by,
    set_of,
    table_of,
    weeks_before,
)
from kpi_runner.build.touched import SETS, Part, Touched
from kpi_runner.build.weeks import WEEKS, TouchedWeeks
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
        self.opened: list[str] = []
        self.provided: set[tuple[str, str]] = set()
        self.renewable = Renewable(project)
        # What is renewed is written once, when the file is closed, and merges nothing.
        engine.execute("set checkpoint_threshold = '1GB'")
        engine.execute("set max_vacuum_tasks = 0")

    def close(self) -> None:
        """Let go of everything but the renewed models and what they were renewed by."""
        for name in self.opened:
            self.engine.execute(f"detach {name}")

    def can_renew(self, model: Model, was: str | None) -> bool:
        """Tell whether all that changed for a model are rows that are known."""
        is_known = was is not None and was == self.former[model.name]
        if not is_known or model.name not in self.renewable.databases:
            return False
        if not is_of_staging(model) and not self._know_tickets():
            return False
        is_dated = not is_weekly(model) or self._know_weeks()
        return is_dated and not self._hangs_on_more(model)

    def _hangs_on_more(self, model: Model) -> bool:
        """Tell whether rows that are not touched may be others now, too."""
        by = renewed_by(model)
        if by == "addition" and self.renewable.tables(model) & self.touched.losing:
            return True
        if by == "finding" and self._holds_rows(model):
            return True
        replaced = self.replaced - self.dated if by == "week" else self.replaced
        return bool(self.renewable.parents(model) & replaced)

    def renew(self, model: Model) -> str:
        """Put a model's touched rows in the place of the former ones."""
        database = database_of(model)
        self._open(database, model)
        self._provide_parents(database, model)
        rows = f"{database}.{SCHEMA}.{model.name}"
        self.engine.create_table(rows, self._compiled(database, model))
        if weeks_before(model):
            # What was provided to look back at lacks its own weeks before.
            self.engine.execute(f"delete from {rows} where week not in (from {WEEKS})")
        # Before the former rows are gone, and outside of their transaction, which may
        # write to one database only.
        self._note_touched(model, rows)
        self._put(model, rows)
        self.renewed.add(model.name)
        count = self.engine.rows(f"select count(*) from {rows}")[0][0]
        if is_weekly(model):  # Weeks may join the touched: all are read at the work.
            self.engine.execute(f"drop table {rows}")
        else:
            self.provided.add((database, model.name))
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
        elif database == TICKETS and "week" in self.engine.columns(rows):
            self.weeks.note_tickets(self.touched.work(f"{SCHEMA}.{model.name}"))
            self.weeks.note_tickets(rows)
        elif database == CUSTOMERS and TICKETS not in self.opened:
            self.touched.note_followed(model.name, rows)
        elif database == CUSTOMERS:
            self.weeks.note_rows(self.touched.changed(model.name, rows))

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

    def _put(self, model: Model, rows: str) -> None:
        """Replace the former rows in one transaction."""
        relation = self.touched.work(f"{SCHEMA}.{model.name}")
        self.engine.execute("begin transaction")
        try:
            for statement in self._replacing(model, relation, rows):
                self.engine.execute(statement)
            self.engine.execute("commit")
        except EngineError:
            self.engine.execute("rollback")
            raise

    def _replacing(self, model: Model, relation: str, rows: str) -> list[str]:
        added = f"insert into {relation} select * from {rows}"
        if renewed_by(model) == "finding":
            return [added]
        if renewed_by(model) == "addition":
            grain = model.meta["grain"]
            key = ", ".join(map(str, grain)) if isinstance(grain, list) else grain
            return [f"{added} anti join {relation} using ({key})"]
        is_staged = is_of_staging(model) and not is_rejected(model)
        if is_staged and not self.touched.has_former(table_of(model)):
            return [added]
        return [f"delete from {relation} where {self._former_rows(model)}", added]

    def _former_rows(self, model: Model) -> str:
        """Return the condition of the rows that the touched ones replace."""
        part = part_of(model)
        if part:
            return part.condition
        table = table_of(model)
        if is_rejected(model):
            landed = f"{database_of(model)}.{self._landed(table)}"
            return self.touched.is_read_again(table, landed)
        return f"{renewed_by(model)} in (from {SETS}.main.keys_{table})"

    def _open(self, database: str, model: Model) -> None:
        """Open a database of touched rows, with the landed ones if it is of a table."""
        if is_weekly(model):
            self.weeks.look_back(weeks_before(model), set_of(database))
        if database in self.opened:
            return
        self.engine.execute(f"attach ':memory:' as {database}")
        self.opened.append(database)
        if not is_of_staging(model):
            return
        table, key = table_of(model), str(renewed_by(model))
        landed = self._landed(table)
        self.touched.find_keys(table, landed, key)
        self.engine.execute(f"create schema {database}.{landed.partition('.')[0]}")
        self.engine.create_table(
            f"{database}.{landed}", self.touched.raw_rows(table, landed, key)
        )
        self.provided.add((database, landed))

    def _provide_parents(self, database: str, model: Model) -> None:
        for name in self.project.graph.parents(model.name):
            if (database, name) not in self.provided:
                self._provide(database, name)
                self.provided.add((database, name))
        for use in model.sources:
            source = self.project.sources[use.name]
            relation = f"{source.schema}.{source.identifier}"
            if (database, relation) not in self.provided:
                self.engine.execute(
                    f"create schema if not exists {database}.{source.schema}"
                )
                self._mirror(database, relation)
                self.provided.add((database, relation))

    def _provide(self, database: str, name: str) -> None:
        """Put the touched rows of a parent into a database of touched rows."""
        parent, relation = self.project.models.get(name), f"{SCHEMA}.{name}"
        if parent and parent.materialized == "view":
            self._provide_parents(database, parent)
            sql = self._compiled(database, parent)
            self.engine.create_view(f"{database}.{relation}", sql)
            return
        column = ""
        if database.startswith(WEEKLY) and parent:
            column = "week"
        elif database in (TICKETS, CUSTOMERS) and name in self.renewable.databases:
            column = "ticket_id"
        condition = f"{column} in (from {set_of(database)})"
        if not column or column not in self.engine.columns(relation):
            self._mirror(database, relation)
        elif database != TICKETS:  # One model reads it, and a few of its columns.
            self._mirror(database, relation, f" where {condition}")
        else:
            rows = self.touched.rows(relation, condition)
            self.engine.create_table(f"{database}.{relation}", rows)

    def _mirror(self, database: str, relation: str, condition: str = "") -> None:
        sql = f"select * from {self.touched.work(relation)}{condition}"
        self.engine.create_view(f"{database}.{relation}", sql)

    def _landed(self, table: str) -> str:
        source = self.project.sources[f"raw.{table}"]
        return f"{source.schema}.{source.identifier}"

    def _compiled(self, database: str, model: Model) -> str:
        return self.project.compile(
            model.name, database=database, engine=self.engine.name
        )
