"""CSV and JSON files line by line: headers, and what does not parse."""

import csv
import gzip
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import TextIO, TypeGuard

# How far to look for the first character of a file.
BEGINNING = 4096
# Characters of the longest line, and of the longest record, that are held in memory;
# DuckDB reads JSON objects up to this size too.
LONGEST = 2**24
# Texts pack 3 to 30 to 1, deflate ends at 1,032; below this size nothing is looked at.
PACKED, DEFLATED, MODEST, BLOCK = 200, 1032, 2**30, 2**20
DUCKDB_LINE = 2_000_000
# Where fields without quotes end and one with quotes begins; and a text that begins
# within quotes and ends within quotes, the same or those of a later field.
_UNQUOTED = re.compile(r'(?:(?!")[^,]*+,)*+"')
_OPEN = re.compile(r'(?:(?:[^"]++|"")*+"(?:,(?!")[^,]*+)*+,")*+(?:[^"]++|"")*+')


class LongLineError(Exception):
    """A line is longer than what is held in memory."""


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
    """Return the column names of a CSV; an empty file has none.

    A header that does not parse is one name that is no text.
    """
    with open_text(path) as lines, any_field_size():
        _, record, _ = next(physical_records(lines), (1, [], []))
    return [name.strip() for name in (["\0"] if record is None else record)]


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
    number = 0
    with (
        any_field_size(),
        open_text(path) as lines,
        writing(good) as keep,
        writing(malformed) as refuse,
    ):
        for line_number, record, text in physical_records(lines):
            if line_number == 1 or record == []:
                continue
            if is_sound(record, width) and is_text("".join(text)):
                number += 1
                keep([number, *record[:width]])
                continue
            number += len(text)
            for each in enumerate(map(as_kept, text), start=line_number):
                refuse(each)
    return max(keep.longest, refuse.longest)


def is_sound(record: list[str] | None, width: int) -> TypeGuard[list[str]]:
    """Tell whether a record fits the header; more fields may follow if empty."""
    if record is None or len(record) < width:
        return False
    return not any(record[width:])


class Taking:
    """Lines on their way into a record: they are kept, up to a size."""

    def __init__(self, lines: Iterator[str], longest: int) -> None:
        """Begin the first record."""
        self._lines = lines
        self._longest = longest
        self.taken: list[str] = []
        self.size = 0

    def __iter__(self) -> Iterator[str]:
        """Return itself, as iterators do."""
        return self

    def __next__(self) -> str:
        """Return the next line; raises csv.Error when the record grows too long."""
        line = next(self._lines)
        self.taken.append(line)
        self.size += len(line)
        if self.is_cut:
            raise csv.Error
        return line

    @property
    def is_cut(self) -> bool:
        """Tell whether the record did not end within the size."""
        return self.size > self._longest

    def begin(self) -> None:
        """Begin the next record."""
        self.taken.clear()
        self.size = 0


def physical_records(
    lines: TextIO, longest: int = LONGEST
) -> Iterator[tuple[int, list[str] | None, list[str]]]:
    """Yield first line number, fields (None: malformed) and lines of each record.

    A record over the longest size is malformed, and comes in pieces.
    """
    source = bounded(lines)
    taking = Taking(source, longest)
    reader = csv.reader(taking, strict=True)
    line_number = 1
    while True:
        try:
            record: list[str] | None = next(reader)
        except StopIteration:
            return
        except csv.Error:
            record = None
        yield line_number, record, taking.taken
        line_number += len(taking.taken)
        is_open = taking.is_cut and is_within_quotes("".join(taking.taken))
        taking.begin()
        while is_open and (line := next(source, None)):
            yield line_number, None, [line]
            line_number += 1
            is_open = bool(_OPEN.fullmatch(line))


def is_within_quotes(text: str) -> bool:
    """Tell whether a record's beginning ends within quotes."""
    start = _UNQUOTED.match(text)
    return bool(start and _OPEN.fullmatch(text, start.end()))


def bounded(lines: TextIO) -> Iterator[str]:
    """Yield the lines, none of them longer than what is held in memory."""
    while line := lines.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise LongLineError(f"a line is longer than {LONGEST:,} characters")
        yield line


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
        for number, line in enumerate(bounded(lines), start=1):
            record += bool(line.strip())
            if line.strip() and record in numbers:
                yield number, as_kept(line)


class Writer:
    """Writes records as CSV without a header; ``longest`` is above every size."""

    def __init__(self, file: TextIO) -> None:
        """Begin an empty file."""
        self._row = csv.writer(file, quoting=csv.QUOTE_ALL).writerow
        self.longest = 100

    def __call__(self, record: Sequence[object]) -> None:
        """Write one record."""
        self.longest = max(self.longest, 4 * self._row(record) + 100)


@contextmanager
def writing(path: Path) -> Iterator[Writer]:
    """Open a file for records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        yield Writer(file)


def is_bomb(path: Path, packed_size: int) -> bool:
    """Tell whether a packed file holds far more than what people pack."""
    most = max(MODEST, PACKED * packed_size)
    if packed_size * DEFLATED <= most:
        return False
    size = 0
    with gzip.open(path) as stream:
        while piece := stream.read(BLOCK):
            size += len(piece)
            if size > most:
                return True
    return False


def ends_in_long_line(path: Path) -> bool:
    """Tell whether the last line is longer than DuckDB takes.

    Elsewhere it refuses such a line; a last one beyond its buffer it leaves out
    without a word (DuckDB 2.0).
    """
    with gzip.open(path) if is_packed(path) else path.open("rb") as stream:
        if not is_packed(path):
            stream.seek(max(0, path.stat().st_size - DUCKDB_LINE))
        tail = b""
        while piece := stream.read(DUCKDB_LINE):
            tail = (tail + piece)[-DUCKDB_LINE:]
    return len(tail) == DUCKDB_LINE and b"\n" not in tail.rstrip(b"\r\n")


def is_json_array(path: Path) -> bool:
    """Tell a JSON array from JSON lines by the first character."""
    with open_text(path) as lines:
        return lines.read(BEGINNING).lstrip().startswith("[")
