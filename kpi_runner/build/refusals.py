"""The messages for raw files that are not what the contract expects."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from kpi_runner.build.contract import TICKETS, ContractTable
from kpi_runner.build.files import FORMATS, RawFile
from kpi_runner.build.text_file import PACKED, is_bomb, is_packed, is_text
from kpi_runner.errors import ContractError, printable

# The files of a helpdesk's tickets, and endings of what holds files or sheets.
_HELPDESK_FILES = {
    label.partition(".")[2]: name for name, label in TICKETS.items() if "." in label
}
_NOT_READ = (".zip", ".xlsx", ".xls", ".ods", ".tar", ".tgz", ".7z")
_SHOWN = 8
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
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


def absent(
    table: ContractTable, files: Iterable[str], paths: Sequence[Path]
) -> ContractError:
    """Return the message for a required table that is not there, with what is."""
    places = ", ".join(str(path) for path in paths) or "no raw path"
    return ContractError(
        f"The required raw table '{table.label}' is not there: "
        f"no {table.label}.parquet, .csv or .json and no folder "
        f"{table.label} in {places}.",
        hint=_instead(sorted(files), _names_in(paths)),
    )


def _instead(labels: Sequence[str], names: Sequence[str]) -> str:
    """Return what to do about a table that is not there, by what is there instead."""
    helpdesks = [name for name, label in TICKETS.items() if label in labels]
    if helpdesks:
        return (
            f"Tables of {helpdesks[0]} are: set helpdesks: [{', '.join(helpdesks)}] in"
            " dbt_project.yml, and say in seeds/bot_identities.csv who the bot is."
        )
    for name in names:
        helpdesk = _HELPDESK_FILES.get(name.partition(".")[0].removesuffix("_data"))
        if helpdesk:
            return (
                f"'{name}' is a table of {helpdesk}: put its tables into a folder"
                f" '{helpdesk}' and give the folder around that."
            )
    packed = [name for name in names if name.lower().endswith(_NOT_READ)]
    if packed:
        return f"'{packed[0]}' is not read: unpack it, or save it as CSV or Parquet."
    seen = f" There is: {', '.join(names[:_SHOWN])}." if names else ""
    return f"Files end in {', '.join(FORMATS)}.{seen}"


def _names_in(paths: Iterable[Path]) -> list[str]:
    """Return the names in the raw folders, safe to print."""
    return sorted(
        printable(each.name)
        for path in paths
        if path.is_dir()
        for each in path.iterdir()
        if not each.name.startswith((".", "_"))
    )


def require_columns(table: ContractTable, file: RawFile, found: Iterable[str]) -> None:
    """Refuse a file without a column that must be there."""
    present = list(found)
    require_commas(file, present)
    names = {name.lower() for name in present}
    for column in table.columns:
        if column.is_required and column.name not in names:
            raise ContractError(
                f"{file.name}: the column '{column.name}' ({column.data_type}) "
                f"is not there; every {table.label} file must have it.",
                hint=f"The file has: {printable(', '.join(present)) or 'no columns'}.",
            )


def require_commas(file: RawFile, header: Sequence[str]) -> None:
    """Refuse a CSV whose one column is a header with another separator."""
    if file.format != "csv" or len(header) != 1:
        return
    for mark, name in _SEPARATORS.items():
        if mark in header[0]:
            raise ContractError(
                f"{file.name}: its columns are separated by {name}, not by commas.",
                hint="Write it with commas and with points in decimals (a spreadsheet"
                " does so in an English locale), or as Parquet.",
            )


def require_header(file: RawFile, header: Sequence[str]) -> None:
    """Refuse a CSV whose header is no text, is blank or names a column twice."""
    if not all(is_text(name) and "\0" not in name for name in header):
        raise ContractError(
            f"{file.name}: the file cannot be read as CSV: its header is no UTF-8"
            " text.",
            hint='Write it again in UTF-8 (a spreadsheet: "CSV UTF-8"), or copy it'
            " again if it is damaged.",
        )
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
