"""What an export is made of: the published tables, their columns and their files."""

import re
from dataclasses import dataclass
from datetime import date

from kpi_runner.engines.engine import Engine
from kpi_runner.errors import KpiError, ProjectError
from kpi_runner.publish.export_types import Kind, exported, kind_of
from kpi_runner.publish.publish import INFO

# The one mart that grows with the tickets: a file for each month of its weeks, so
# that a load can take the months that changed. As in panel_monthly, a week belongs
# to the month of its Thursday.
BY_MONTH = "fct_tickets"
_MONTH = "date_trunc('month', week + 3)"
# What becomes a path may not lead out of the folder.
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_RUN = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an exported table."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """A published table, its columns in their order."""

    name: str
    columns: tuple[Column, ...]

    def has(self, name: str, kind: str) -> bool:
        """Tell whether there is a column of this name and type."""
        return any((c.name, c.kind.name) == (name, kind) for c in self.columns)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table: its path in the export, and which rows it holds."""

    table: Table
    path: str
    condition: str = "true"


def run_of(marts: Engine) -> dict[str, object]:
    """Return what the published file says about itself; raises KpiError if nothing."""
    if not marts.columns(INFO):
        raise KpiError(
            f"the published marts have no '{INFO}': kpi did not publish them.",
            hint="Run kpi build first.",
        )
    names = list(marts.columns(INFO))
    found = dict(zip(names, marts.rows(f"from {INFO}")[0], strict=True))
    if not _RUN.fullmatch(str(found["run_id"])):
        raise KpiError(
            f"the run '{found['run_id']}' cannot name a folder.",
            hint="Run kpi build --full-refresh: it names the run anew.",
        )
    return found


def tables_of(marts: Engine) -> list[Table]:
    """Return every published table by name; raises ProjectError for one unfit."""
    rows = marts.rows(
        "select table_name, column_name, data_type from information_schema.columns"
        " where table_catalog = current_database() and table_schema = 'main'"
        " order by table_name, ordinal_position"
    )
    columns: dict[str, list[Column]] = {}
    for name, column, declared in rows:
        if not _NAME.fullmatch(name):
            raise ProjectError(
                f"the mart '{name}' cannot name a file.",
                hint="Use letters, digits and _ in the name of its model.",
            )
        kind = kind_of(name, column, declared)
        columns.setdefault(name, []).append(Column(column, kind))
    return [Table(name, tuple(found)) for name, found in columns.items()]


def parts_of(marts: Engine, table: Table) -> list[Part]:
    """Return the files of a table: one, or one for each month of its weeks."""
    if table.name != BY_MONTH or not table.has("week", "DATE"):
        return [Part(table, f"{table.name}.parquet")]
    months = marts.rows(f"select distinct {_MONTH} from {BY_MONTH} order by all")
    return [_month(table, month) for (month,) in months] or [_month(table, None)]


def query_of(marts: Engine, part: Part) -> str:
    """Return the rows of a file, in an order that no thread and no layout changes."""
    names = [marts.quote(each.name) for each in part.table.columns]
    kinds = [each.kind for each in part.table.columns]
    selected = (
        f"{exported(*each)} as {each[0]}" for each in zip(names, kinds, strict=True)
    )
    return (
        f"select {', '.join(selected)} from {marts.quote(part.table.name)}"
        f" where {part.condition}"
        f" order by {', '.join(f'{name} nulls last' for name in names)}"
    )


def _month(table: Table, month: date | None) -> Part:
    """Return the file of a month; of rows without a week, or of none, without one."""
    name = f"{month:%Y-%m}" if month else "no_week"
    value = f"date '{month:%Y-%m-%d}'" if month else "null"
    condition = f"{_MONTH} is not distinct from {value}"
    return Part(table, f"{table.name}/{name}.parquet", condition)
