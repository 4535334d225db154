"""Finding raw files: which file feeds which contract table."""

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from glob import has_magic
from pathlib import Path

from kpi_runner.errors import ContractError, KpiError, did_you_mean

FORMATS = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".csv.gz": "csv",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json.gz": "json",
    ".jsonl.gz": "json",
    ".ndjson.gz": "json",
}
DATABASES = (".duckdb", ".db")
SUFFIX = re.compile(r"(\.[a-z]+(\.gz)?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawFile:
    """One raw file; ``name`` is its path relative to the raw path it came by."""

    path: Path
    name: str
    format: str
    byte_count: int
    modified_ns: int
    inode: int

    @property
    def signature(self) -> tuple[str, int, int, int]:
        """Return what changes when the file changes."""
        return (str(self.path), self.byte_count, self.modified_ns, self.inode)


@dataclass(frozen=True, slots=True)
class RawFiles:
    """What the raw paths hold: files by table, databases, and remarks."""

    by_table: dict[str, tuple[RawFile, ...]]
    databases: tuple[RawFile, ...]
    notes: tuple[str, ...]


def find_files(paths: Sequence[Path], tables: Iterable[str]) -> RawFiles:
    """Find the files of each table (named ``tickets`` or ``zendesk.ticket``)."""
    labels = sorted(tables)
    found: dict[Path, tuple[str | None, RawFile]] = {}
    for given in paths:
        for path in expanded(given):
            each = in_folder(path, labels) if path.is_dir() else [alone(path, labels)]
            found |= {file.path: (label, file) for label, file in each}
    distinct = with_distinct_names(found, paths)
    by_table = {
        label: tuple(file for owner, file in distinct if owner == label)
        for label in labels
    }
    return RawFiles(
        {label: files for label, files in by_table.items() if files},
        tuple(file for _, file in distinct if file.format == "duckdb"),
        tuple(remarks(distinct, labels)),
    )


def expanded(given: Path) -> list[Path]:
    """Return the path, or what a glob matches, absolute and sorted."""
    if given.exists():
        return [given.absolute()]
    if has_magic(str(given)):
        matches = sorted(Path(given.anchor).glob(str(given.relative_to(given.anchor))))
        if matches:
            return [match.absolute() for match in matches]
    raise KpiError(
        f"The raw path '{given}' does not exist.",
        hint=did_you_mean(given.name, siblings(given))
        or "Give a folder with raw tables, a file, a glob or a DuckDB file.",
    )


def siblings(path: Path) -> list[str]:
    """Return the names beside a path that does not exist."""
    parent = path.absolute().parent
    return [each.name for each in parent.iterdir()] if parent.is_dir() else []


def in_folder(root: Path, labels: Sequence[str]) -> list[tuple[str | None, RawFile]]:
    """Return the files of a raw folder with the table each feeds, if any."""
    found = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        folders[:] = [name for name in folders if is_visible(name)]
        for name in sorted(filter(is_visible, names)):
            path = Path(folder) / name
            label = label_in_folder(path.relative_to(root), labels)
            if format_of(path) and (label or path.parent == root):
                found.append((label, raw_file(path, root)))
    return found


def is_visible(name: str) -> bool:
    """Tell data from what tools leave beside it (``_SUCCESS``, ``.part.crc``)."""
    return not name.startswith((".", "_"))


def label_in_folder(relative: Path, labels: Sequence[str]) -> str | None:
    """Return the table of ``tickets.csv``, ``tickets/..`` or ``zendesk/ticket..``."""
    first, *rest = relative.parts
    names = [bare(first)] if first else []
    if rest:
        names.append(f"{first}.{bare(rest[0])}")
    return next((name for name in reversed(names) if name in labels), None)


def alone(path: Path, labels: Sequence[str]) -> tuple[str | None, RawFile]:
    """Return a file that was named itself, with the table it feeds."""
    file = raw_file(path, path.parent)
    if file.format == "duckdb":
        return None, file
    label = label_alone(path, labels)
    if not file.format or not label:
        raise KpiError(
            f"The raw file '{path.name}' names no table of the contract.",
            hint=did_you_mean(bare(path.name), labels)
            or f"Name it after its table: {', '.join(labels)}; "
            f"it ends in one of {', '.join(FORMATS)}.",
        )
    return label, file


def label_alone(path: Path, labels: Sequence[str]) -> str | None:
    """Return the table in the name (``tickets-2024.csv``) or of the folder."""
    stem, folder = bare(path.name), path.parent.name
    starts = [each for each in labels if re.match(rf"{re.escape(each)}(\W|_|$)", stem)]
    if starts:
        return max(starts, key=len)
    return folder if folder in labels else None


def bare(name: str) -> str:
    """Return a file's name without the ending that tells its format."""
    return SUFFIX.sub("", name) if format_of(Path(name)) else name


def format_of(path: Path) -> str:
    """Return the format that a file's ending tells; empty when none."""
    ending = SUFFIX.search(path.name)
    suffix = ending.group(1).lower() if ending else ""
    return "duckdb" if suffix in DATABASES else FORMATS.get(suffix, "")


def raw_file(path: Path, root: Path) -> RawFile:
    """Look at one file; it must be readable and lie inside the raw folder."""
    name = path.relative_to(root).as_posix()
    if not path.resolve().is_relative_to(root.resolve()):
        raise ContractError(
            f"{name}: the link leads out of the raw folder, to '{path.resolve()}'.",
            hint="Pass the folder that it leads to with a --raw of its own.",
        )
    try:
        with path.open("rb"):
            status = path.stat()
    except OSError as error:
        raise ContractError(
            f"{name}: the file cannot be read ({error.strerror}).",
            hint="Make it readable, or take it out of the raw folder.",
        ) from error
    return RawFile(
        path,
        name,
        format_of(path),
        status.st_size,
        status.st_mtime_ns,
        status.st_ino,
    )


def with_distinct_names(
    found: dict[Path, tuple[str | None, RawFile]], paths: Sequence[Path]
) -> list[tuple[str | None, RawFile]]:
    """Return table and file in order; equal names get their raw path before them."""
    names = [file.name for _, file in found.values()]
    roots = {path.absolute(): path for path in paths}
    distinct = []
    for label, file in found.values():
        root = next((roots[up] for up in file.path.parents if up in roots), None)
        is_shared = names.count(file.name) > 1
        name = (root or file.path.parent) / file.name if is_shared else file.name
        distinct.append((label, replace(file, name=str(name))))
    return sorted(distinct, key=lambda each: (each[1].name, str(each[1].path)))


def remarks(
    found: Iterable[tuple[str | None, RawFile]], labels: Sequence[str]
) -> list[str]:
    """Return a line for each file that no table of the contract is fed by."""
    return [
        " ".join(
            filter(
                None,
                [
                    f"{file.name} is no table of the contract and is not read.",
                    did_you_mean(bare(file.name), labels),
                ],
            )
        )
        for label, file in found
        if label is None and file.format != "duckdb"
    ]
