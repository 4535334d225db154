"""What the views read of the published marts: rows by name, chosen, never computed."""

from collections.abc import Sequence
from typing import Any

from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.errors import KpiError

# A row by column name: only the view that asked knows the types, hence Any.
Record = dict[str, Any]


class Marts:
    """The published marts, asked for rows."""

    def __init__(self, engine: DuckDBEngine) -> None:
        """Take the open marts and see which there are."""
        self._engine = engine
        tables = engine.rows(
            "select table_name from information_schema.tables"
            " where table_catalog = 'marts'"
        )
        self.names = {str(name) for (name,) in tables}

    def rows(
        self, mart: str, where: str = "true", parameters: Sequence[object] = ()
    ) -> list[Record]:
        """Return a mart's rows, in its own total order.

        Raises KpiError when this project does not publish the mart.
        """
        if mart not in self.names:
            raise KpiError(
                f"the published marts lack '{mart}'.",
                hint="Run kpi build with the project that has it.",
            )
        return self.asked(f"select * from {mart} where {where}", parameters)

    def asked(self, sql: str, parameters: Sequence[object] = ()) -> list[Record]:
        """Return the rows of one query, by column name."""
        names, rows = self._engine.described(sql, parameters)
        return [dict(zip(names, row, strict=True)) for row in rows]
