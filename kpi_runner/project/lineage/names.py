"""What the queries of a project call their columns, and where each comes from."""

from collections.abc import Callable, Iterator

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from kpi_runner.project.lineage import syntax
from kpi_runner.project.lineage.limits import ROWS, Place
from kpi_runner.project.lineage.syntax import Source
from kpi_runner.project.project import SCHEMA

# A model's query; or, of what is no model, its columns (none: nobody described it).
Query = Scope | list[str]


class Names:
    """The column names of queries and relations, each found out once."""

    def __init__(self, query_of: Callable[[str], Query]) -> None:
        """``query_of`` gives a relation's query or columns by its name."""
        self._query_of = query_of
        self._outputs: dict[int, list[str]] = {}
        self._items: dict[int, dict[str, exp.Expr]] = {}

    def query(self, table: exp.Table) -> Query:
        """Return what stands behind a relation in from or join."""
        return self._query_of(relation_of(table))

    def outputs(self, source: Source) -> list[str]:
        """Return the names that a relation or a query has; empty for unknown."""
        if isinstance(source, exp.Table):
            found = self.query(source)
            return found if isinstance(found, list) else self.outputs(found)
        if id(source) not in self._outputs:
            self._outputs[id(source)] = self._selected(source)
        return self._outputs[id(source)]

    def item(self, scope: Scope, name: str) -> exp.Expr | None:
        """Return what a select writes under a name, unless a star stands for it."""
        if id(scope) not in self._items:
            # Reversed: the first of two equal names is the one that counts.
            written = reversed(list(syntax.items(scope)))
            self._items[id(scope)] = dict(written)
        return self._items[id(scope)].get(name)

    def branches(self, scope: Scope) -> Iterator[tuple[Scope, dict[str, str]]]:
        """Yield each branch of a union with its own names: they go by their order."""
        names = self.outputs(scope)
        for branch in scope.set_operation_scopes:
            own = zip(names, self.outputs(branch), strict=False)
            yield branch, {ROWS: ROWS, **dict(own)}

    def bound(self, scope: Scope, column: exp.Column) -> Place | None:
        """Return the alias and the name of a column, or None if it is not of here."""
        first, *fields = [part.name for part in column.parts]
        if fields and first in scope.selected_sources:
            source = syntax.source_of(scope, first)
            if self._has(source, fields[0].lower()):
                return first, fields[0].lower()
        # A name in front that is no relation is a column with fields.
        for alias in scope.selected_sources:
            if self._has(syntax.source_of(scope, alias), first.lower()):
                return alias, first.lower()
        return None

    def passed(self, scope: Scope, name: str) -> Place | None:
        """Return the column that a select hands on unchanged under a name."""
        item = self.item(scope, name)
        if item is None:
            return self.starred(scope, name)
        column = item.unalias()
        return self.bound(scope, column) if isinstance(column, exp.Column) else None

    def starred(self, scope: Scope, name: str) -> Place | None:
        """Return the column that one of a select's stars stands for."""
        for item in syntax.selects(scope):
            for alias in syntax.starred(scope, item):
                is_hidden = name in syntax.hidden(item)
                if not is_hidden and self._has(syntax.source_of(scope, alias), name):
                    return alias, name
        return None

    def _has(self, source: Source, name: str) -> bool:
        known = self.outputs(source)
        return not known or name in known

    def _selected(self, scope: Scope) -> list[str]:
        if scope.outer_columns:
            return [name.lower() for name in scope.outer_columns]
        if isinstance(scope.expression, exp.SetOperation):
            return self.outputs(scope.set_operation_scopes[0])
        names: list[str] = []
        for item in syntax.selects(scope):
            if not item.is_star:
                names.append(item.output_name.lower())
            for alias in syntax.starred(scope, item):
                found = self.outputs(syntax.source_of(scope, alias))
                names += [each for each in found if each not in syntax.hidden(item)]
        return names


def relation_of(table: exp.Table) -> str:
    """Return a relation's name: ``stg_tickets``, or with its schema ``raw.tickets``."""
    return table.name if table.db in ("", SCHEMA) else f"{table.db}.{table.name}"
