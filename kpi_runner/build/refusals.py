"""The messages for raw files that are not what the contract expects."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kpi_runner.build.contract import ContractTable
from kpi_runner.build.files import RawFile
from kpi_runner.errors import ContractError

READS = {
    "parquet": "Parquet",
    "csv": "CSV",
    "json": "JSON",
    "duckdb": "a DuckDB database",
}


def unreadable(file: RawFile, reason: str) -> ContractError:
    """Return the message for a file that is not what its ending says."""
    return ContractError(
        f"{file.name}: the file cannot be read as {READS[file.format]}: "
        f"{reason.splitlines()[0]}",
        hint="A whole file was expected: write or copy it again.",
    )


def require_columns(table: ContractTable, file: RawFile, found: Iterable[str]) -> None:
    """Refuse a file without a column that must be there."""
    present = list(found)
    names = {name.lower() for name in present}
    for column in table.columns:
        if column.is_required and column.name not in names:
            raise ContractError(
                f"{file.name}: the column '{column.name}' ({column.data_type}) "
                f"is not there; every {table.label} file must have it.",
                hint=f"The file has: {', '.join(present) or 'no columns'}.",
            )


def require_header(file: RawFile, header: Sequence[str]) -> None:
    """Refuse a CSV whose header is no UTF-8 or names a column twice."""
    line = ", ".join(header)
    if not line.isprintable():
        raise unreadable(file, "its header is no UTF-8 text.")
    twice = [name for name, count in Counter(header).items() if count > 1]
    if twice:
        raise ContractError(
            f"{file.name}: the column '{twice[0]}' stands twice in the header.",
            hint="Every column has one name of its own.",
        )
