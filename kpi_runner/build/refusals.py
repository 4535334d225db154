"""The messages for raw files that are not what the contract expects."""

from collections import Counter
from collections.abc import Iterable, Sequence

from kpi_runner.build.contract import ContractTable
from kpi_runner.build.files import RawFile
from kpi_runner.build.text_file import PACKED, is_bomb, is_packed, is_text
from kpi_runner.errors import ContractError, printable

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
        f"{reason.partition(chr(10))[0]}",
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
                hint=f"The file has: {printable(', '.join(present)) or 'no columns'}.",
            )


def require_header(file: RawFile, header: Sequence[str]) -> None:
    """Refuse a CSV whose header is no text, is blank or names a column twice."""
    if not all(is_text(name) and "\0" not in name for name in header):
        raise unreadable(file, "its header is no UTF-8 text.")
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    if twice:
        raise ContractError(
            f"{file.name}: the column '{printable(twice[0])}' stands twice "
            "in the header.",
            hint="Every column has one name of its own.",
        )
    if not any(header):
        raise ContractError(
            f"{file.name}: the first line is blank.",
            hint="A CSV begins with the names of its columns.",
        )


def require_rows(table: ContractTable, files: Sequence[RawFile]) -> None:
    """Refuse files that are all empty, without even a header, where they must not."""
    if table.is_required:
        raise ContractError(
            f"{files[0].name}: the file is empty, and the table '{table.label}' is "
            "required.",
            hint="At least a header with its columns was expected.",
        )


def require_modest(file: RawFile) -> None:
    """Refuse a packed file that would fill the disk."""
    if is_packed(file.path) and is_bomb(file.path, file.byte_count):
        raise ContractError(
            f"{file.name}: unpacked, the file is over {PACKED} times its size.",
            hint="If it is meant to be, unpack it and land it as it is.",
        )
