"""What a column of a query reads of other relations, and in which of their rows.

A value is followed, not the choice of rows: what stands in a where, a join or a
group by is left out; so are the conditions of a case, unless it writes constants, and
what a window is cut and ordered by, unless the function reads nothing else (a rank).
A count of rows is made of the rows, written ``*``.
"""

from collections.abc import Iterator

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from kpi_runner.project.lineage import syntax
from kpi_runner.project.lineage.limits import ROWS, Limits, Read
from kpi_runner.project.lineage.names import Names, relation_of
from kpi_runner.project.lineage.rows import Rows
from kpi_runner.project.lineage.syntax import Reading, Source


class Columns:
    """The columns of queries, asked one at a time."""

    def __init__(self, names: Names) -> None:
        """``names`` tells where columns come from."""
        self._names = names
        self._rows = Rows(names)
        self._known: dict[tuple[int, str, Limits], tuple[Read, ...]] = {}

    def behind(self, source: Source, name: str, limits: Limits) -> Iterator[Read]:
        """Yield what a column of a relation or a query reads of other relations.

        Raises LookupError, with the reason, when the query does not say.
        """
        if isinstance(source, exp.Table):
            has = self._names.outputs(source)
            kept = tuple(each for each in limits if not has or each[0] in has)
            yield Read(relation_of(source), name, kept)
            return
        key = (id(source), name, limits)
        if key not in self._known:
            found = self._behind_query(source, name, limits)
            self._known[key] = tuple(dict.fromkeys(found))
        yield from self._known[key]

    def _behind_query(self, scope: Scope, name: str, limits: Limits) -> Iterator[Read]:
        if isinstance(scope.expression, exp.SetOperation):
            yield from self._behind_union(scope, name, limits)
        elif not isinstance(scope.expression, exp.Query):
            yield from self._read(scope, scope.expression, ())
        elif self._rows.is_possible(scope, limits):
            yield from self._behind_select(scope, name, limits)

    def _behind_union(self, scope: Scope, name: str, limits: Limits) -> Iterator[Read]:
        for branch, own in self._names.branches(scope):
            if name not in own:
                raise LookupError(f"not every branch of a union has '{name}'")
            inner = tuple((own[key], texts) for key, texts in limits if key in own)
            yield from self.behind(branch, own[name], inner)

    def _behind_select(self, scope: Scope, name: str, limits: Limits) -> Iterator[Read]:
        if name == ROWS:
            return self._behind_rows(scope, limits)
        item = self._names.item(scope, name)
        if scope.outer_columns:
            place = self._names.outputs(scope).index(name)
            item = syntax.selects(scope)[place]
        if item is not None:
            return self._read(scope, item, limits)
        at = self._names.starred(scope, name)
        if at is None:
            raise LookupError(f"nothing that it reads has '{name}'")
        inner = self._rows.limits_in(scope, limits).get(at[0], ())
        return self.behind(syntax.source_of(scope, at[0]), name, inner)

    def _behind_rows(self, scope: Scope, limits: Limits) -> Iterator[Read]:
        """Yield the rows that a query begins with: those of its from."""
        inner = self._rows.limits_in(scope, limits)
        for alias in list(scope.selected_sources)[:1]:
            source = syntax.source_of(scope, alias)
            yield from self.behind(source, ROWS, inner.get(alias, ()))

    def _read(self, scope: Scope, part: exp.Expr, limits: Limits) -> Iterator[Read]:
        """Yield what an expression reads: values, else its windows, else the rows."""
        found = list(syntax.readings(scope, part))
        values = [
            each for each in found if isinstance(each.node, exp.Column | exp.Query)
        ]
        if not values:
            columns = syntax.window_columns(scope, part)
            values = [Reading(column) for column in columns]
        for value in values:
            if isinstance(value.node, exp.Column):
                yield from self._resolved(scope, value, limits, part)
            else:
                yield from self._subquery(scope, value.node)
        if found and not values:
            yield from self._behind_rows(scope, limits)

    def _subquery(self, scope: Scope, query: exp.Expr) -> Iterator[Read]:
        for inner in scope.subquery_scopes:
            if inner.expression is query.unnest():
                for name in self._names.outputs(inner):
                    yield from self.behind(inner, name, ())

    def _resolved(
        self, scope: Scope, reading: Reading, limits: Limits, part: exp.Expr
    ) -> Iterator[Read]:
        """Yield what a column in an expression is: of this query, or one around it."""
        column = reading.node
        at = self._names.bound(scope, column)
        if at is not None:
            kept = self._whole_windows(scope, reading, limits)
            inner = self._rows.limits_in(scope, kept, reading.conditions)
            source = syntax.source_of(scope, at[0])
            return self.behind(source, at[1], inner.get(at[0], ()))
        item = self._names.item(scope, column.parts[0].name.lower())
        if item is not None and item is not part:
            return self._read(scope, item, limits)
        if scope.parent is not None:
            return self._resolved(scope.parent, Reading(column), (), part)
        raise LookupError(f"nothing that it reads has '{column.sql('duckdb')}'")

    def _whole_windows(self, scope: Scope, reading: Reading, limits: Limits) -> Limits:
        """Return the limits that all rows of a window share: those it is cut by."""
        if reading.partition is None:
            return limits
        cuts = {cut.sql() for cut in reading.partition}
        kept = []
        for name, texts in limits:
            item = self._names.item(scope, name)
            written = item.unalias().sql() if item is not None else name
            if name in cuts or written in cuts:
                kept.append((name, texts))
        return tuple(kept)
