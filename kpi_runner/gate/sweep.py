"""One pass over a table for all of its rules, of which most find nothing.

Asked one by one, each costs its plan, and that is more than its rows.
"""

import re
from collections.abc import Iterable

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import EngineError
from kpi_runner.gate.suite_files import Expectation

_PLAIN = re.compile(r"\s*select\s+\*\s+from\s+\{batch\}\s+where\b(.*)", re.I | re.S)


def find_nothing(
    engine: DuckDBEngine, expectations: Iterable[Expectation]
) -> list[Expectation]:
    """Return those that no row breaks, as far as one pass over each table tells.

    It counts the rows of every plain condition; other queries, and all of a table
    where the conditions cannot be asked together, are left to be asked themselves.
    """
    by_table: dict[str, list[tuple[Expectation, str]]] = {}
    for each in expectations:
        plain = _PLAIN.fullmatch(each.query or "")
        if plain:
            asked = plain[1].format(batch=engine.quote(each.table))
            by_table.setdefault(each.table, []).append((each, asked))
    return [
        each
        for table, rules in by_table.items()
        for (each, _), count in zip(
            rules, _counts(engine, table, [asked for _, asked in rules]), strict=True
        )
        if count == 0
    ]


def _counts(
    engine: DuckDBEngine, table: str, conditions: list[str]
) -> tuple[int | None, ...]:
    """Return how many rows meet each condition; None where that is not known."""
    # A condition may end in a comment.
    counted = ", ".join(f"count(*) filter (where {asked}\n)" for asked in conditions)
    try:
        counts = engine.rows(f"select {counted} from {engine.quote(table)}")[0]
    except EngineError:
        return (None,) * len(conditions)
    return counts
