"""What the syntax tree of one select says: its names, stars, windows and conditions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlglot import exp
from sqlglot.optimizer.scope import Scope

# What a select reads: a query of the same statement, or a relation.
Source = Scope | exp.Table


@dataclass(frozen=True, slots=True)
class Reading:
    """A part of an expression, with what must hold where it counts.

    ``partition`` is what the window around it is cut by; None outside of windows.
    """

    # An expression of any kind: which one is asked where it is used.
    node: Any
    conditions: tuple[exp.Expr, ...] = ()
    partition: tuple[exp.Expr, ...] | None = None


def selects(scope: Scope) -> list[exp.Expr]:
    """Return what a select writes, in order; nothing for what is no query."""
    query = scope.expression
    return query.selects if isinstance(query, exp.Query) else []


def items(scope: Scope) -> Iterator[tuple[str, exp.Expr]]:
    """Yield what a select writes out, by name; a star's replacements too."""
    for item in selects(scope):
        if not item.is_star:
            yield item.output_name.lower(), item
        for written in _star_of(item).args.get("replace") or ():
            if isinstance(written, exp.Alias):
                yield written.alias.lower(), written


def hidden(item: exp.Expr) -> set[str]:
    """Return the columns that a star leaves out."""
    left_out = _star_of(item).args.get("except_") or ()
    return {column.name.lower() for column in left_out}


def starred(scope: Scope, item: exp.Expr) -> Iterator[str]:
    """Yield the aliases of the relations that a star stands for; none for no star."""
    wanted = item.text("table")
    for alias in scope.selected_sources if item.is_star else ():
        if not wanted or alias == wanted:
            yield alias


def _star_of(item: exp.Expr) -> exp.Expr:
    return item.this if isinstance(item, exp.Column) else item


def source_of(scope: Scope, alias: str) -> Source:
    """Return what an alias in from or join stands for."""
    found: Source = scope.selected_sources[alias][1]
    return found


def readings(scope: Scope, part: exp.Expr) -> Iterator[Reading]:
    """Yield what an expression reads: columns, queries, aggregates; windows aside."""
    left = [Reading(part)]
    while left:
        reading = left.pop()
        node = reading.node
        if isinstance(node, exp.Column | exp.Query | exp.AggFunc | exp.Star):
            yield reading
        if isinstance(node, exp.Column | exp.Query):
            continue
        if isinstance(node, exp.Case) and not node.this:
            left.extend(_branches(reading, node))
        elif isinstance(node, exp.Filter):
            left.extend(_filtered(reading, node))
        elif isinstance(node, exp.Window):
            partition = tuple(_partition(scope, node))
            left.append(Reading(node.this, reading.conditions, partition))
        else:
            below = node.iter_expressions()
            left.extend(
                Reading(each, reading.conditions, reading.partition) for each in below
            )


def _branches(reading: Reading, case: exp.Case) -> Iterator[Reading]:
    """Yield the values of a case; its conditions too where it writes constants."""
    default = case.args.get("default")
    values = [branch.args["true"] for branch in case.args["ifs"]]
    is_told_by_condition = any(
        isinstance(value, exp.Literal | exp.Boolean) for value in (*values, default)
    )
    for branch in case.args["ifs"]:
        yield _under(reading, branch.args["true"], branch.this)
        if is_told_by_condition:
            yield Reading(branch.this, reading.conditions, reading.partition)
    if default is not None:
        yield Reading(default, reading.conditions, reading.partition)


def _filtered(reading: Reading, node: exp.Filter) -> Iterator[Reading]:
    """Yield what a filtered aggregate reads; the filter where it reads nothing else."""
    where = node.expression.this
    yield _under(reading, node.this, where)
    if node.this.find(exp.Column) is None:
        yield Reading(where, reading.conditions, reading.partition)


def _under(reading: Reading, node: exp.Expr, condition: exp.Expr) -> Reading:
    held = (*reading.conditions, *conjuncts(condition))
    return Reading(node, held, reading.partition)


def window_columns(scope: Scope, part: exp.Expr) -> list[exp.Column]:
    """Return the columns that an expression's windows are cut and ordered by."""
    return [
        column
        for window in part.find_all(exp.Window)
        for each in _written(scope, window)
        for cut in (*(each.args.get("partition_by") or ()), each.args.get("order"))
        if cut is not None
        for column in cut.find_all(exp.Column)
    ]


def _partition(scope: Scope, window: exp.Window) -> Iterator[exp.Expr]:
    for each in _written(scope, window):
        yield from each.args.get("partition_by") or ()


def _written(scope: Scope, window: exp.Window) -> list[exp.Expr]:
    """Return a window as written out, also where it goes by a name."""
    by_name = scope.expression.args.get("windows") or ()
    return [window, *(each for each in by_name if each.name == window.alias)]


def conjuncts(condition: exp.Expr | None) -> list[exp.Expr]:
    """Return the conditions that all must hold."""
    whole = condition.unnest() if condition is not None else None
    if isinstance(whole, exp.And):
        return [*conjuncts(whole.this), *conjuncts(whole.expression)]
    return [whole] if whole is not None else []


def conditions(scope: Scope) -> Iterator[tuple[exp.Expr, str | None]]:
    """Yield what holds in every row of a select, and whom alone it limits.

    What a left join is made on says nothing of the rows to its left.
    """
    where = scope.expression.args.get("where")
    for condition in conjuncts(where.this if where else None):
        yield condition, None
    for join in scope.expression.args.get("joins") or ():
        side = join.side.upper()
        if side in ("", "LEFT") and join.kind.upper() != "ANTI":
            only = join.alias_or_name if side else None
            for condition in conjuncts(join.args.get("on")):
                yield condition, only


def allowed(condition: exp.Expr) -> tuple[exp.Column, frozenset[str]] | None:
    """Return a column and the texts it must be one of, if a condition says so."""
    if isinstance(condition, exp.EQ):
        sides = (condition.this, condition.expression)
        for column, value in (sides, sides[::-1]):
            text = text_of(value)
            if isinstance(column, exp.Column) and text is not None:
                return column, frozenset({text})
    if isinstance(condition, exp.In) and isinstance(condition.this, exp.Column):
        texts = [text_of(value) for value in condition.expressions]
        if texts and all(text is not None for text in texts):
            return condition.this, frozenset(text for text in texts if text is not None)
    return None


def equated(condition: exp.Expr) -> Iterable[tuple[exp.Column, exp.Column]]:
    """Return two columns that a condition makes equal, both ways round."""
    if isinstance(condition, exp.EQ):
        left, right = condition.this, condition.expression
        if isinstance(left, exp.Column) and isinstance(right, exp.Column):
            return (left, right), (right, left)
    return ()


def text_of(value: exp.Expr) -> str | None:
    """Return the text that an expression is, if it is nothing but one."""
    value = value.unalias()
    return value.name if isinstance(value, exp.Literal) and value.is_string else None
