"""Which columns a column is made of: through every model, back to what came in."""

import sqlglot
from sqlglot.errors import ParseError
from sqlglot.optimizer.scope import Scope, build_scope

from kpi_runner.errors import Place, ProjectError, SelectionError, did_you_mean
from kpi_runner.project.lineage.limits import ROWS, Read
from kpi_runner.project.lineage.names import Names, Query
from kpi_runner.project.lineage.query import Columns
from kpi_runner.project.project import Project

__all__ = ["ROWS", "Lineage", "Read"]


class Lineage:
    """The columns of a project; a model is parsed once, when it is first needed."""

    def __init__(self, project: Project) -> None:
        """Trace in this project; nothing is parsed yet."""
        self._project = project
        self._scopes: dict[str, Scope] = {}
        self._parents: dict[Read, tuple[Read, ...]] = {}
        self._names = Names(self._query)
        self._behind = Columns(self._names).behind

    def column(self, model: str, column: str) -> Read:
        """Return a model's column, or raise SelectionError with the likely word."""
        self._project.model(model)
        known = self.columns(model)
        if column not in known:
            raise SelectionError(
                f"'{model}' has no column '{column}'.",
                hint=did_you_mean(column, known) or f"It has: {', '.join(known)}.",
            )
        return Read(model, column)

    def columns(self, relation: str) -> list[str]:
        """Return what a relation has; empty for a source that nobody described."""
        found = self._query(relation)
        return found if isinstance(found, list) else self._names.outputs(found)

    def parents(self, read: Read) -> tuple[Read, ...]:
        """Return what a column reads, one model back, in order.

        None for what came in: a column of a source or a seed. Raises ProjectError
        for a model whose columns cannot be told from its SQL.
        """
        scope = self._query(read.relation)
        if isinstance(scope, list):
            return ()
        if read not in self._parents:
            behind = self._behind(scope, read.column, read.limits)
            try:
                self._parents[read] = tuple(sorted(set(behind)))
            except LookupError as error:
                raise self._unread(read.relation, str(error)) from error
        return self._parents[read]

    def roots(self, read: Read) -> list[str]:
        """Return the columns of sources and seeds that a column comes from, sorted."""
        seen = {read}
        left = [read]
        while left:
            new = set(self.parents(left.pop())) - seen
            seen |= new
            left.extend(new)
        models = self._project.models
        return sorted({str(each) for each in seen if each.relation not in models})

    def _query(self, relation: str) -> Query:
        """Return a model's query, or the columns of a seed or a source."""
        if relation not in self._project.models:
            project = self._project
            beside = project.seeds.get(relation) or project.sources.get(relation)
            return [each.name.lower() for each in beside.columns] if beside else []
        if relation not in self._scopes:
            self._scopes[relation] = self._parsed(relation)
        return self._scopes[relation]

    def _parsed(self, model: str) -> Scope:
        sql = self._project.compile(model, database=self._project.name)
        try:
            scope = build_scope(sqlglot.parse_one(sql, read="duckdb"))
        except ParseError as error:
            raise self._unread(model, str(error).splitlines()[0]) from error
        if scope is None:
            raise self._unread(model, "it is no query")
        return scope

    def _unread(self, model: str, reason: str) -> ProjectError:
        return ProjectError(
            f"the columns of '{model}' cannot be traced: {reason}.",
            at=Place(self._project.models[model].path),
            hint="Write it in plainer SQL, or ask for a column before it.",
        )
