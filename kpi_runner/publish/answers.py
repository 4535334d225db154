"""A user's query over the published marts, and its answer in other formats."""

import csv
import io
import json
import math
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from kpi_runner.build.atomic import put_in_place
from kpi_runner.engines.duckdb import DuckDBEngine
from kpi_runner.engines.engine import Row
from kpi_runner.errors import EngineError, KpiError

# A spreadsheet takes a text that begins so for a formula; the apostrophe is what
# spreadsheets themselves write before a text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def answer(marts: DuckDBEngine, sql: str) -> tuple[list[str], list[Row]]:
    """Return column names and rows; raises KpiError for SQL that DuckDB refuses.

    From here on the engine reads the marts alone: no other file, no other database.
    """
    try:
        marts.shut_out_files()
        return marts.answer(sql)
    except EngineError as error:
        raise _refused(error) from error


def as_cells(rows: Sequence[Row]) -> list[list[object]]:
    """Return rows for people: numbers as they are, everything else as text."""
    return [[_worded(value) for value in row] for row in rows]


def as_csv(names: Sequence[str], rows: Sequence[Row]) -> str:
    """Return an answer as CSV with a header; null is empty.

    Texts that a spreadsheet would run as a formula begin with an apostrophe.
    """
    written = io.StringIO()
    plain = csv.writer(written, lineterminator="\n")
    quoting = csv.writer(written, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow(names)
    for row in rows:
        cells = [_in_csv(value) for value in row]
        # Python's own rule forgets that a carriage return ends a line for others.
        has_return = any(isinstance(cell, str) and "\r" in cell for cell in cells)
        (quoting if has_return else plain).writerow(cells)
    return written.getvalue()


def as_json(names: Sequence[str], rows: Sequence[Row]) -> str:
    """Return an answer as a JSON array with an object per row and line."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise KpiError(
            f"two columns of the answer are called '{twice[0]}'.",
            hint=f"Name one of them: select ... as other_{twice[0]}.",
        )
    lines = [_json(dict(zip(names, row, strict=True))) for row in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def write_parquet(marts: DuckDBEngine, sql: str, path: Path) -> None:
    """Write an answer as a Parquet file, whole or not at all."""
    draft = path.with_name(f"{path.name}.next")
    draft.unlink(missing_ok=True)
    try:
        marts.shut_out_files(besides=draft)
        marts.write_parquet(sql, draft)
        put_in_place(draft, path)
    except EngineError as error:
        raise _refused(error) from error
    finally:
        draft.unlink(missing_ok=True)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _refused(error: EngineError) -> KpiError:
    fault, _, more = error.message.partition("\n")
    hint = more.strip() or 'kpi query "show tables" lists what there is.'
    return KpiError(f"DuckDB refuses the query: {fault}", hint=hint)


def _worded(value: object) -> object:
    """Return a value as DuckDB words it: truth in small letters, lists as JSON."""
    if isinstance(value, bool | list | tuple | dict):
        return _json(value)
    return str(value) if isinstance(value, date | time) else value


def _in_csv(value: object) -> object:
    return guarded(value) if isinstance(value, str) else _worded(value)


def _json(value: object) -> str:
    return json.dumps(_plain(value), ensure_ascii=False)


def _plain(value: object) -> object:
    """Return what JSON can hold: decimals as numbers, moments as ISO text."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, date | time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | None) else str(value)
