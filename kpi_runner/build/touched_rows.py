"""Databases of touched rows: what a model reads when it is renewed.

One for each raw table, one for the touched tickets, one for all tickets of their
customers, one for the touched weeks with each number of weeks before them, one for
those that the last weeks are left with, and one for the touched quarters.
"""

from kpi_runner.build.renewable import (
    CUSTOMERS,
    QUARTERLY,
    RAW,
    TICKETS,
    WEEKLY,
    Renewable,
    database_of,
    is_of_staging,
    is_periodic,
    is_weekly,
    renewed_by,
    set_of,
    table_of,
    weeks_before,
    weeks_kept,
)
from kpi_runner.build.touched import PARENTS, TICKETS_STAGED, Touched
from kpi_runner.build.weeks import PERIODS_SEEN, TouchedWeeks
from kpi_runner.engines.engine import Engine
from kpi_runner.project.nodes import Model
from kpi_runner.project.project import SCHEMA, Project


class TouchedRows:
    """Opens databases of touched rows and puts into them what models read.

    ``opened`` are the databases, ``provided`` what can be read in each of them, and
    ``found`` what of it are rows, and not a view of the work database.
    """

    def __init__(
        self,
        project: Project,
        engine: Engine,
        touched: Touched,
        weeks: TouchedWeeks,
        renewable: Renewable,
    ) -> None:
        """Open no database yet."""
        self.project = project
        self.engine = engine
        self.touched = touched
        self.weeks = weeks
        self.renewable = renewable
        self.opened: list[str] = []
        self.provided: set[tuple[str, str]] = set()
        self.found: set[tuple[str, str]] = set()
        self.are_parents_found = False

    def close(self) -> None:
        """Let go of all of them."""
        for name in self.opened:
            self.engine.execute(f"detach {name}")

    def open(self, model: Model) -> None:
        """Open the database that a model is renewed in, with all that it reads."""
        self._open(model)
        self._provide_parents(database_of(model), model)

    def compiled(self, model: Model) -> str:
        """Return a model's SQL over the touched rows."""
        return self._compiled(database_of(model), model)

    def note_renewed(self, model: Model) -> None:
        """Remember that a model's rows lie in its database already."""
        place = (database_of(model), model.name)
        self.provided.add(place)
        self.found.add(place)

    def landed(self, table: str) -> str:
        """Return the touched landed rows of a raw table."""
        model = self.project.models[f"stg_{table}"]
        return f"{database_of(model)}.{self._landed(table)}"

    def _open(self, model: Model) -> None:
        """Open a database of touched rows, with the landed ones if it is of a table."""
        database = database_of(model)
        if weeks_kept(model):
            self.weeks.let_go(weeks_kept(model), set_of(database))
        elif is_weekly(model):
            self.weeks.look_back(weeks_before(model), set_of(database))
        elif is_periodic(model):
            self.weeks.look_at_quarters(set_of(database))
        if database in self.opened:
            return
        self.engine.execute(f"attach ':memory:' as {database}")
        self.opened.append(database)
        if not is_of_staging(model):
            return
        table, key = table_of(model), str(renewed_by(model))
        landed = self._landed(table)
        grain = self.project.models[f"stg_{table}"].meta.get("grain")
        self.touched.find_keys(table, landed, key, is_single=grain == [key])
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
        if name == TICKETS_STAGED and database.startswith(RAW):
            self._find_parents()
            self.engine.create_view(f"{database}.{relation}", f"from {PARENTS}")
            return
        condition = self._condition(database, name)
        rows = self._rows(database, name, condition)
        if rows:
            self.engine.create_table(f"{database}.{relation}", rows)
            self.found.add((database, name))
        else:
            self._mirror(database, relation, condition and f" where {condition}")

    def _condition(self, database: str, name: str) -> str:
        """Return the condition of the rows of a parent that a database holds, or none.

        Empty for a parent that does not go by what the database holds.
        """
        parent, column, keys = self.project.models.get(name), "", set_of(database)
        if parent and database == QUARTERLY and is_periodic(parent):
            column, keys = str(renewed_by(parent)), PERIODS_SEEN
        elif parent and database.startswith((WEEKLY, QUARTERLY)):
            column = "week"
        elif database in (TICKETS, CUSTOMERS) and name in self.renewable.databases:
            column = "ticket_id"
        is_there = column and column in self.engine.columns(f"{SCHEMA}.{name}")
        return f"{column} in (from {keys})" if is_there else ""

    def _rows(self, database: str, name: str, condition: str) -> str:
        """Return the query of rows that several models read; else nothing."""
        if database == CUSTOMERS and name == TICKETS_STAGED:
            return self.touched.rows_of_customers()
        if database != TICKETS or not condition:
            return ""
        if (CUSTOMERS, name) in self.found:
            return f"from {CUSTOMERS}.{SCHEMA}.{name} where {condition}"
        return self.touched.rows(f"{SCHEMA}.{name}", condition)

    def _find_parents(self) -> None:
        """Find the tickets that landed rows name, of all tables in one pass."""
        if self.are_parents_found:
            return
        held = {name for name in self.renewable.staging if self._is_held(name)}
        children = [
            self.project.models[name]
            for name in sorted(held - {TICKETS_STAGED})
            if f"{name}_rejected" in held
        ]
        for child in children:
            self._open(child)
        self.touched.find_parents(self.landed(table_of(child)) for child in children)
        self.are_parents_found = True

    def _is_held(self, name: str) -> bool:
        """Tell whether a model is there: its last build may have failed."""
        return bool(self.engine.columns(f"{SCHEMA}.{name}"))

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
