"""Where a column comes from, as an indented tree and what came in at its end."""

from collections.abc import Iterator
from textwrap import fill

from kpi_runner.project.lineage import ROWS, Lineage, Read
from kpi_runner.project.lineage.limits import Limits

# Steps that are written out on one line, and texts that a limit is told by.
_LONGEST = 3
_MOST_TEXTS = 3
_WIDEST = 88


def tree(lineage: Lineage, read: Read, depth: int) -> str:
    """Return the columns that a column is made of, as many steps down as asked.

    A column that another one only hands on stands on its line, after ``<``.
    """
    return "\n".join(_lines(lineage, read, depth, set()))


def came_in(lineage: Lineage, read: Read) -> str:
    """Return the columns of sources and seeds at the end, a line for each of these."""
    tables: dict[str, list[str]] = {}
    for root in lineage.roots(read):
        relation, _, column = root.rpartition(".")
        tables.setdefault(relation, []).append(_spoken(column))
    width = max(map(len, tables), default=0) + 2
    return "\n".join(
        fill(
            ", ".join(columns),
            _WIDEST,
            initial_indent=f"  {relation.ljust(width)}",
            subsequent_indent=" " * (width + 2),
        )
        for relation, columns in tables.items()
    )


def _lines(
    lineage: Lineage, read: Read, depth: int, seen: set[Read], indent: str = ""
) -> Iterator[str]:
    chain, below = _handed_on(lineage, read)
    line = indent + _told(chain)
    if below and chain[-1] in seen:
        yield f"{line} (above)"
        return
    seen.add(chain[-1])
    if below and not depth:
        yield f"{line} < {len(below)} columns"
        return
    yield line
    # One column can be read in several sets of rows that look alike here.
    alike = {_told(_handed_on(lineage, each)[0]): each for each in reversed(below)}
    for each in reversed(alike.values()):
        yield from _lines(lineage, each, depth - 1, seen, f"{indent}  ")


def _handed_on(lineage: Lineage, read: Read) -> tuple[list[Read], tuple[Read, ...]]:
    """Return a column with those it is alone made of, and what the last is made of."""
    chain = [read]
    below = lineage.parents(read)
    while len(below) == 1:
        chain.append(below[0])
        below = lineage.parents(below[0])
    return chain, below


def _told(chain: list[Read]) -> str:
    """Return a chain on one line: both ends, and how many steps lie between."""
    names = [f"{each.relation}.{_spoken(each.column)}" for each in chain]
    if len(names) > _LONGEST:
        names = [names[0], f"{len(names) - 2} more", names[-1]]
    return " < ".join(names) + _where(chain[-1].limits)


def _spoken(column: str) -> str:
    return "(its rows)" if column == ROWS else column


def _where(limits: Limits) -> str:
    """Return the limits on the rows that can be read at a glance."""
    said = [
        f"{column} = {' or '.join(texts)}"
        for column, texts in limits
        if len(texts) <= _MOST_TEXTS
    ]
    return f"  [{', '.join(said)}]" if said else ""
