"""Refuse what only one engine understands, and what the house does not write."""

from collections.abc import Iterable, Iterator
from textwrap import shorten

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError

from kpi_runner.errors import Place
from kpi_runner.project.lint.house import HOUSE, house_findings
from kpi_runner.project.lint.portability import PORTABILITY
from kpi_runner.project.lint.rule import Finding, Rule
from kpi_runner.project.nodes import Model
from kpi_runner.project.project import Project

__all__ = ["Finding", "broken_rules", "lint"]

# What Spark would be given: the macros it brings itself are not DuckDB's concern.
_ENGINE = "spark"
# Of the part of a statement that a finding quotes.
_LONGEST = 80


def lint(project: Project, names: Iterable[str]) -> list[Finding]:
    """Return what these models break, in their order; empty means clean."""
    return [
        finding
        for name in names
        for finding in _findings(
            project.model(name),
            project.compile(name, database=project.name, engine=_ENGINE),
        )
    ]


def broken_rules(sql: str) -> list[tuple[Rule, exp.Expr]]:
    """Return each rule that a statement breaks, with the part that breaks it."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    return list(_broken(tree))


def _findings(model: Model, sql: str) -> Iterator[Finding]:
    try:
        tree = sqlglot.parse_one(sql, read="duckdb")
    except ParseError as error:
        line = error.errors[0].get("line")
        fault = f"this cannot be parsed: {error.errors[0].get('description')}"
        at = Place(model.path, _source_line(model, sql, line))
        yield Finding("syntax", at, fault, "Write it in plainer SQL.")
        return
    yield from house_findings(model, tree)
    seen = set()
    for rule, node in _broken(tree):
        text = node.sql("duckdb")
        if (rule.name, text) not in seen:
            seen.add((rule.name, text))
            at = Place(model.path, _source_line(model, sql, _line(node)))
            fault = f"{rule.fault}: {shorten(text, _LONGEST, placeholder='...')}"
            yield Finding(rule.name, at, fault, f"Instead: {rule.portable}.")


def _broken(tree: exp.Expr) -> Iterator[tuple[Rule, exp.Expr]]:
    for node in tree.walk():
        for rule in (*PORTABILITY, *HOUSE):
            if isinstance(node, rule.kinds) and rule.is_broken(node):
                yield rule, node


def _line(node: exp.Expr) -> int | None:
    """Return the first line that the tree remembers in a node or right around it."""
    around = [node, node.parent] if node.parent else [node]
    lines = (found.meta.get("line") for each in around for found in each.walk())
    return next((line for line in lines if line is not None), None)


def _source_line(model: Model, sql: str, line: int | None) -> int | None:
    """Return the line of the model whose text is this line of the compiled SQL."""
    if line is None:
        return None
    wanted = sql.splitlines()[line - 1].strip()
    source = [text.strip() for text in model.raw_sql.splitlines()]
    return source.index(wanted) + 1 if wanted in source else None
