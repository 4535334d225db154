"""A user's query over the published marts, and its answer in other formats."""

import csv
import io
import json
import math
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from kpi_runner.build.atomic import put_in_place
from kpi_runner.engines.duckdb import DuckDBEngine, literal
from kpi_runner.engines.engine import Row
from kpi_runner.errors import EngineError, KpiError


def answer(marts: DuckDBEngine, sql: str) -> tuple[list[str], list[Row]]:
    """Return column names and rows; raises KpiError for SQL that DuckDB refuses."""
    try:
        return marts.answer(sql)
    except EngineError as error:
        raise _refused(error) from error


def as_csv(names: Sequence[str], rows: Sequence[Row]) -> str:
    """Return an answer as CSV with a header; null is empty."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_written(value) for value in row] for row in rows)
    return written.getvalue()


def as_json(names: Sequence[str], rows: Sequence[Row]) -> str:
    """Return an answer as a JSON array with an object per row and line."""
    lines = [
        json.dumps(
            dict(zip(names, map(_finite, row), strict=True)),
            default=_in_json,
            ensure_ascii=False,
        )
        for row in rows
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def write_parquet(marts: DuckDBEngine, sql: str, path: Path) -> None:
    """Write an answer as a Parquet file, whole or not at all."""
    draft = path.with_name(f"{path.name}.next")
    query = sql.rstrip().rstrip(";")
    try:
        marts.execute(f"copy ({query}) to {literal(str(draft))} (format parquet)")
    except EngineError as error:
        draft.unlink(missing_ok=True)
        raise _refused(error) from error
    put_in_place(draft, path)


def _refused(error: EngineError) -> KpiError:
    fault, _, more = error.message.partition("\n")
    hint = more.strip() or 'kpi query "show tables" lists what there is.'
    return KpiError(f"DuckDB refuses the query: {fault}", hint=hint)


def _written(value: object) -> object:
    """Return a value as CSV holds it: truth as DuckDB writes it, times as ISO."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


def _finite(value: object) -> object:
    """Return a value, or null for a number that JSON cannot write."""
    is_lost = isinstance(value, float) and not math.isfinite(value)
    return None if is_lost else value


def _in_json(value: object) -> object:
    """Return what JSON has no type for: decimals as numbers, moments as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)
