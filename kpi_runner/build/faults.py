"""From what a database complains about to the line of the model that causes it."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from kpi_runner.engines.duckdb import line_of
from kpi_runner.errors import EngineError, Place
from kpi_runner.project.nodes import Model

# The kind of error before it and the excerpt of the statement after it say nothing
# that the place does not say better.
_KIND = re.compile(r"^[\w ]+ Error: ")
_EXCERPT = re.compile(r"\n\s*\nLINE \d+:.*", re.DOTALL)


def model_fault(
    error: EngineError, model: Model, sql: str, kept: Path, *, database: str
) -> EngineError:
    """Return the error as one about the model; ``kept`` is the compiled file."""
    told = _EXCERPT.sub("", _KIND.sub("", error.message)).strip()
    fault, *more = told.split("\n")
    remedy = " ".join(line.strip() for line in more if line.strip())
    return EngineError(
        f"'{model.name}' fails in {database}: {fault}",
        at=Place(model.path, source_line(model.raw_sql, sql, line_of(error))),
        hint=f"{remedy} Compiled SQL: {kept}".strip(),
    )


def source_line(source: str, compiled: str, line: int | None) -> int | None:
    """Return the line of the source that a line of the compiled SQL came from.

    Lines that Jinja leaves alone are found by their text, the same occurrence of
    equal ones; another takes the nearest text, or none when a macro wrote it.
    """
    wanted = _stripped(compiled)
    if line is None or not 0 < line <= len(wanted):
        return None
    text, known = wanted[line - 1], _stripped(source)
    equal = [number for number, each in enumerate(known, 1) if each == text]
    if equal:
        earlier = wanted[: line - 1].count(text)
        return equal[min(earlier, len(equal) - 1)]
    close = get_close_matches(text, known, n=1)
    return known.index(close[0]) + 1 if close else None


def _stripped(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines()]
