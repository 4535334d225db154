"""One pass over a table for all of its rules, of which most find nothing.

Asked one by one, each costs its plan, and that is more than its rows.
"""

import re
from collections.abc import Iterable

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.engines.engine import Row
from kpi_runner.errors import EngineError
from kpi_runner.gate.suite_files import Expectation

# Column names and rows.
Answer = tuple[list[str], list[Row]]
_NOTHING: Answer = (["nothing"], [])
_PLAIN = re.compile(r"\s*select\s+\*\s+from\s+\{batch\}\s+where\b(.*)", re.I | re.S)


def sweep(
    engine: DuckDBEngine, expectations: Iterable[Expectation]
) -> dict[tuple[str, str], Answer]:
    """Return the offending rows by table and query, as far as they can be known so.

    It counts the rows of every plain condition and fetches what was counted; other
    queries, and all of a table where the conditions cannot be asked together, are
    left to be asked themselves.
    """
    by_table: dict[str, list[tuple[Expectation, str]]] = {}
    for each in expectations:
        plain = _PLAIN.fullmatch(each.query or "")
        if plain:
            asked = plain[1].format(batch=engine.quote(each.table))
            by_table.setdefault(each.table, []).append((each, asked))
    known = {}
    for table, rules in by_table.items():
        counts = _counts(engine, table, [asked for _, asked in rules])
        for (each, _), count in zip(rules, counts, strict=True):
            if count is not None:
                found = engine.described(query_of(engine, each)) if count else _NOTHING
                known[table, str(each.query)] = found
    return known


def query_of(engine: DuckDBEngine, each: Expectation) -> str:
    """Return an expectation's query with its table in the place of the batch."""
    return str(each.query).format(batch=engine.quote(each.table))


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
