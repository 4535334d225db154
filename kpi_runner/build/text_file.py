"""CSV and JSON files line by line: headers, and what does not parse."""

import csv
import gzip
import sys
from codecs import BOM_UTF8
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TextIO, TypeGuard

# How far to look for the first character of a file.
BEGINNING = 4096


@contextmanager
def open_text(path: Path, newline: str = "") -> Iterator[TextIO]:
    """Open a text file, compressed or not, without its byte order mark.

    Line ends stay as they are (``newline`` as `open` has it); bytes that are no
    UTF-8 come out as lone surrogates (`is_text` tells).
    """
    with gzip.open(path) if is_packed(path) else path.open("rb") as stream:
        yield TextIOWrapper(
            stream, encoding="utf-8-sig", errors="surrogateescape", newline=newline
        )


@contextmanager
def without_mark(path: Path, scratch: Path | None) -> Iterator[Path]:
    """Yield a path to the same text that does not begin with a byte order mark."""
    with gzip.open(path) if is_packed(path) else path.open("rb") as stream:
        if stream.read(len(BOM_UTF8)) != BOM_UTF8:
            yield path
            return
        with TemporaryDirectory(dir=scratch) as folder:
            plain = Path(folder) / "plain.json"
            with plain.open("wb") as copy:
                copyfileobj(stream, copy)
            yield plain


def is_packed(path: Path) -> bool:
    """Tell whether a file's name says that it is compressed."""
    return path.suffix.lower() == ".gz"


def is_text(line: str) -> bool:
    """Tell whether a line was UTF-8."""
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def as_kept(line: str) -> str:
    """Return a line as it is kept: without its end, foreign bytes written out."""
    whole = line.rstrip("\r\n")
    if is_text(whole):
        return whole
    return whole.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def csv_header(path: Path) -> list[str]:
    """Return the column names of a CSV; an empty file has none."""
    with open_text(path) as lines:
        return [name.strip() for name in next(csv.reader(lines), [])]


def is_empty(path: Path) -> bool:
    """Tell whether a text file holds nothing but white space at its beginning."""
    with open_text(path) as lines:
        return not lines.read(BEGINNING).strip()


def split_csv(path: Path, good: Path, malformed: Path) -> int:
    """Split a CSV into its sound records and the physical lines of the others.

    ``good`` gets record number and fields, ``malformed`` line number and text; both
    are sound CSV without a header. A record that never closes its quote takes every
    line up to the next quote or the end of the file with it. Returns a size that no
    record exceeds.
    """
    width = len(csv_header(path))
    refused: list[tuple[int, str]] = []

    def sound(lines: TextIO) -> Iterator[list[object]]:
        number = 0
        for line_number, record, text in physical_records(lines):
            if line_number == 1 or record == []:
                continue
            if is_sound(record, width) and is_text("".join(text)):
                number += 1
                yield [number, *record[:width]]
                continue
            number += len(text)
            refused.extend(enumerate(map(as_kept, text), start=line_number))

    with open_text(path) as lines, any_field_size():
        longest = write_records(sound(lines), good)
    return max(longest, write_records(refused, malformed))


def is_sound(record: list[str] | None, width: int) -> TypeGuard[list[str]]:
    """Tell whether a record fits the header; more fields may follow if empty."""
    if record is None or len(record) < width:
        return False
    return not any(record[width:])


def physical_records(
    lines: TextIO,
) -> Iterator[tuple[int, list[str] | None, list[str]]]:
    """Yield first line number, fields (None: malformed) and lines of each record."""
    taken: list[str] = []

    def taking() -> Iterator[str]:
        for line in lines:
            taken.append(line)
            yield line

    reader = csv.reader(taking(), strict=True)
    line_number = 1
    while True:
        try:
            record: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error:
            record = None
        yield line_number, record, taken
        line_number += len(taken)
        taken.clear()


@contextmanager
def any_field_size() -> Iterator[None]:
    """Lift the csv module's limit on a field: an open quote makes one of megabytes."""
    former = csv.field_size_limit(sys.maxsize)
    try:
        yield
    finally:
        csv.field_size_limit(former)


def numbered_lines(path: Path, numbers: Container[int]) -> Iterator[tuple[int, str]]:
    """Yield number and text of chosen records of a JSON-lines file.

    Records are counted from 1 without blank lines; the number is the line's.
    """
    record = 0
    with open_text(path, "\n") as lines:
        for number, line in enumerate(lines, start=1):
            record += bool(line.strip())
            if line.strip() and record in numbers:
                yield number, as_kept(line)


def write_records(records: Iterable[Sequence[object]], path: Path) -> int:
    """Write records as CSV without a header; return a size above every record's."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        return 4 * max(map(writer.writerow, records), default=0) + 100


def is_json_array(path: Path) -> bool:
    """Tell a JSON array from JSON lines by the first character."""
    with open_text(path) as lines:
        return lines.read(BEGINNING).lstrip().startswith("[")
