"""Finding raw files: which file feeds which contract table."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from errno import EINVAL
from glob import has_magic
from pathlib import Path
from stat import S_ISREG

from kpi_runner.errors import ContractError, KpiError, did_you_mean, printable

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
TABULAR = frozenset(FORMATS.values())
DATABASES = (".duckdb", ".db")
SUFFIX = re.compile(r"(\.[a-z]+(\.gz)?)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RawFile:
    """One raw file.

    ``name`` is its path relative to the raw path it came by, with control characters
    written out: it stands in messages and in marts.
    """

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
class Fed:
    """A file, the table it feeds (None: none), and the raw folder it came by."""

    label: str | None
    file: RawFile
    root: Path


@dataclass(frozen=True, slots=True)
class RawFiles:
    """What the raw paths hold: files by table, databases, and remarks."""

    by_table: dict[str, tuple[RawFile, ...]]
    databases: tuple[RawFile, ...]
    notes: tuple[str, ...]


def find_files(paths: Sequence[Path], tables: Iterable[str]) -> RawFiles:
    """Find the files of each table (named ``tickets`` or ``zendesk.ticket``)."""
    labels = sorted(tables)
    found: dict[Path, Fed] = {}
    for given in paths:
        for path in expanded(given):
            fed = in_folder(path, labels) if path.is_dir() else [alone(path, labels)]
            for each in fed:
                found.setdefault(each.file.path.resolve(), each)
    distinct = with_distinct_names(list(found.values()))
    by_table = {
        label: tuple(each.file for each in distinct if each.label == label)
        for label in labels
    }
    return RawFiles(
        {label: files for label, files in by_table.items() if files},
        tuple(each.file for each in distinct if each.file.format == "duckdb"),
        tuple(remark(each.file, labels) for each in distinct if is_unknown(each)),
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


def in_folder(root: Path, labels: Sequence[str]) -> list[Fed]:
    """Return the data files of a raw folder with the table each feeds, if any."""
    found = []
    seen = {root.resolve()}
    for folder, folders, names in os.walk(root, followlinks=True):
        here = Path(folder)
        paths = [here / name for name in sorted(folders) if is_visible(name)]
        folders[:] = [each.name for each in paths if leads_on(each, root, labels, seen)]
        for path in [here / name for name in sorted(names) if is_visible(name)]:
            label = label_in_folder(path.relative_to(root), labels)
            if format_of(path) in TABULAR and (label or here == root):
                file = raw_file(path, path.relative_to(root))
                check_inside(path, root)
                found.append(Fed(label, file, root))
    return found


def leads_on(folder: Path, root: Path, labels: Sequence[str], seen: set[Path]) -> bool:
    """Tell whether a folder is to be read: a table's, inside the root, not yet seen."""
    first = folder.relative_to(root).parts[0]
    sources = {label.partition(".")[0] for label in labels if "." in label}
    if bare(first) not in labels and first not in sources:
        return False
    check_inside(folder, root)
    is_new = folder.resolve() not in seen
    seen.add(folder.resolve())
    return is_new


def check_inside(path: Path, root: Path) -> None:
    """Refuse a link that leads out of its raw folder."""
    if not path.resolve().is_relative_to(root.resolve()):
        raise ContractError(
            f"{path.relative_to(root)}: the link leads out of the raw folder, "
            f"to '{path.resolve()}'.",
            hint="Pass the folder that it leads to with a --raw of its own.",
        )


def is_visible(name: str) -> bool:
    """Tell data from what tools leave beside it (``_SUCCESS``, ``.part.crc``)."""
    return not name.startswith((".", "_"))


def label_in_folder(relative: Path, labels: Sequence[str]) -> str | None:
    """Return the table of ``tickets.csv``, ``tickets/..`` or ``zendesk/ticket..``.

    A helpdesk's own file may also end in ``_data``, as connectors' samples do.
    """
    first, *rest = relative.parts
    names = [bare(first)] if first else []
    if rest:
        table = f"{first}.{bare(rest[0])}"
        names += [table.removesuffix("_data"), table]
    return next((name for name in reversed(names) if name in labels), None)


def alone(path: Path, labels: Sequence[str]) -> Fed:
    """Return a file that was named itself, with the table it feeds."""
    kind = format_of(path)
    label = label_alone(path, labels)
    if kind != "duckdb" and not (kind and label):
        raise KpiError(
            f"The raw file '{path.name}' names no table of the contract.",
            hint=did_you_mean(bare(path.name), labels)
            or f"Name it after its table: {', '.join(labels)}; "
            f"it ends in one of {', '.join(FORMATS)}.",
        )
    file = raw_file(path, Path(path.name))
    return Fed(None if kind == "duckdb" else label, file, path.parent)


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


def raw_file(path: Path, name: Path) -> RawFile:
    """Look at one file, which must be readable."""
    try:
        status = opened_status(path)
    except OSError as error:
        raise ContractError(
            f"{name}: the file cannot be read ({error.strerror}).",
            hint="Make it readable, or take it out of the raw folder.",
        ) from error
    return RawFile(
        path,
        printable(name.as_posix()),
        format_of(path),
        status.st_size,
        status.st_mtime_ns,
        status.st_ino,
    )


def opened_status(path: Path) -> os.stat_result:
    """Return the status of a file that can be opened; a pipe would never end."""
    status = path.stat()
    if not S_ISREG(status.st_mode):
        raise OSError(EINVAL, "it is no regular file")
    with path.open("rb"):
        return status


def with_distinct_names(found: Sequence[Fed]) -> list[Fed]:
    """Return the files in order; equal names get the folder they came by before."""
    count = Counter(each.file.name for each in found)
    distinct = [
        replace(each, file=replace(each.file, name=f"{each.root}/{each.file.name}"))
        if count[each.file.name] > 1
        else each
        for each in found
    ]
    return sorted(distinct, key=lambda each: each.file.name)


def is_unknown(fed: Fed) -> bool:
    """Tell whether a file feeds no table."""
    return fed.label is None and fed.file.format != "duckdb"


def remark(file: RawFile, labels: Sequence[str]) -> str:
    """Return the line that tells people of a file that is not read."""
    hint = did_you_mean(bare(file.name), labels)
    said = f"{file.name} is no table of the contract and is not read."
    return f"{said} {hint}" if hint else said
