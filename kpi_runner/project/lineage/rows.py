"""Which rows of its sources a query takes, as far as texts in its columns tell.

Long tables hold many measures in one column. Where a query picks one of them (``case
when measure = 'x'``, a where, a join on equal columns), that is a limit on the rows
that it reads, and is handed on to what those rows come from.
"""

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

from kpi_runner.project.lineage import syntax
from kpi_runner.project.lineage.limits import Found, Limits, Place, texts_of
from kpi_runner.project.lineage.names import Names
from kpi_runner.project.lineage.syntax import Source

Conditions = tuple[exp.Expr, ...]


class Rows:
    """The limits that the queries of a project put on the rows they read."""

    def __init__(self, names: Names) -> None:
        """``names`` tells where columns come from."""
        self._names = names
        self._texts: dict[tuple[int, str, Limits], frozenset[str] | None] = {}
        self._limited: dict[tuple[object, ...], dict[str, Limits]] = {}

    def is_possible(self, scope: Scope, limits: Limits) -> bool:
        """Tell whether a select can write rows within the limits, by its literals."""
        for name, texts in limits:
            item = self._names.item(scope, name)
            text = syntax.text_of(item) if item is not None else None
            if text is not None and text not in texts:
                return False
        return True

    def limits_in(
        self, scope: Scope, limits: Limits, conditions: Conditions = ()
    ) -> dict[str, Limits]:
        """Return the limits of each relation that a select reads, by its alias.

        Given are those of what it writes, and what else must hold.
        """
        key = (id(scope), limits, *map(id, conditions))
        if key not in self._limited:
            self._limited[key] = self._found(scope, limits, conditions)
        return self._limited[key]

    def _found(
        self, scope: Scope, limits: Limits, conditions: Conditions
    ) -> dict[str, Limits]:
        found = Found()
        bound = self._names.bound
        for name, texts in limits:
            found.limit(self._names.passed(scope, name), frozenset(texts))
        held = [*syntax.conditions(scope), *((each, None) for each in conditions)]
        for condition, only in held:
            said = syntax.allowed(condition)
            at = bound(scope, said[0]) if said else None
            if said and at and only in (None, at[0]):
                found.limit(at, said[1])
        # Twice, as an equality can hand on what a later one limits.
        for condition, only in held * 2:
            for here, there in syntax.equated(condition):
                at, other = bound(scope, here), bound(scope, there)
                if at and other and at[0] != other[0] and only in (None, at[0]):
                    found.limit(at, self._equal_texts(scope, other, found))
        return found.by_alias()

    def _equal_texts(
        self, scope: Scope, at: Place, found: Found
    ) -> frozenset[str] | None:
        """Return the texts of a column, where its relation is limited at all."""
        limits = found.by_alias().get(at[0])
        if at in found or limits is None:
            return found.get(at)
        return self._texts_in(syntax.source_of(scope, at[0]), at[1], limits)

    def _texts_in(
        self, source: Source, name: str, limits: Limits
    ) -> frozenset[str] | None:
        """Return the only texts that a column can have, or None if they are open."""
        limited = texts_of(limits, name)
        query = self._names.query(source) if isinstance(source, exp.Table) else source
        if limited is not None or isinstance(query, list):
            return limited
        key = (id(query), name, limits)
        if key not in self._texts:
            self._texts[key] = None  # as long as a recursive query asks itself
            is_union = isinstance(query.expression, exp.SetOperation)
            find = self._texts_in_union if is_union else self._texts_in_select
            self._texts[key] = find(query, name, limits)
        return self._texts[key]

    def _texts_in_union(
        self, scope: Scope, name: str, limits: Limits
    ) -> frozenset[str] | None:
        found: set[str] = set()
        for branch, own in self._names.branches(scope):
            inner = tuple((own[key], texts) for key, texts in limits if key in own)
            texts = self._texts_in(branch, own[name], inner) if name in own else None
            if texts is None:
                return None
            found |= texts
        return frozenset(found)

    def _texts_in_select(
        self, scope: Scope, name: str, limits: Limits
    ) -> frozenset[str] | None:
        if not self.is_possible(scope, limits):
            return frozenset()
        item = self._names.item(scope, name)
        text = syntax.text_of(item) if item is not None else None
        if text is not None:
            return frozenset({text})
        at = self._names.passed(scope, name)
        if at is None:
            return None
        inner = self.limits_in(scope, limits).get(at[0], ())
        return self._texts_in(syntax.source_of(scope, at[0]), at[1], inner)
