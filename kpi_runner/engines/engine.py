"""What a build needs of a database, whichever it is."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

# What goes into a query as a parameter: text, number, date, null.
Value = object
# What comes out of one: only the query's author knows the types, hence Any.
Row = tuple[Any, ...]


class Engine(Protocol):
    """One open database; names are ``schema.table`` or ``table``, unquoted.

    As many threads of a program may use it at a time as ``threads`` says.
    Every method raises EngineError when the database refuses; `line_of` in the
    engine's module tells the line of the SQL that it complained about.
    """

    name: str
    version: str
    database: str
    scratch: Path | None
    threads: int

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> None:
        """Run one statement and drop its result."""

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Run one query and return all its rows."""

    def quote(self, name: str) -> str:
        """Quote each part of a dotted name as an identifier."""

    def create_table(self, name: str, sql: str) -> None:
        """Replace table or view ``name`` by a table of the query's rows."""

    def create_view(self, name: str, sql: str) -> None:
        """Replace table or view ``name`` by a view of the query."""

    def drop(self, name: str) -> None:
        """Drop table or view ``name``, if it is there."""

    def columns(self, name: str) -> dict[str, str]:
        """Return column names and types in order; empty when there is no relation."""

    def interrupt(self) -> None:
        """Stop the running statement, from another thread."""

    def close(self) -> None:
        """Close the database; the engine cannot be used afterwards."""
