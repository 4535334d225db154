"""Raw files, seeds and configuration gone wrong in every way we could think of."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq

Rows = list[dict[str, object]]
FORMATS = ("csv", "csv", "csv.gz", "jsonl", "jsonl", "json", "json.gz", "parquet")
VALUES: Sequence[object] = (
    *(None, "", " ", "NULL", "nan", "NaN", "inf", "-inf", "Infinity", "true", "0"),
    *(-1, 0, 1, 10**18, 10**40, -(10**40), 1e308, 5e-324, 0.1 + 0.2, 1.0000004),
    *("1e400", "1_000", "0x1F", "١٢٣", "1,5", "+1", "--1", "1.005", "1e-7", "00012"),
    *("2026-02-30", "0001-01-01", "9999-12-31 23:59:59.999999", "294247-01-10"),
    *("2026-01-12T10:00:00+99:99", "2026-01-12T10:00:00Z", "2026-01-12 10:00:00 BC"),
    *("2026-01-12 24:00:00", "infinity", "epoch", "now", "today", "2026-01-12t10"),
    *("'; drop table raw.tickets; --", '"', "''", "a\x00b", "\x1b[31m", "\u202e"),
    *("{{ 1 }}", "{% for %}", "\ud7ff", "\U0010ffff", "é", "e\u0301", "x" * 5_000),
    *("line\nline", "line\r\nline", "\r", "\t", ",", ";", "\\", "\\N", "=1+1", "%s"),
    *([], {}, [1, "a"], {"a": {"b": None}}, True, False, "confirmed", "bot", "spam"),
)
BYTES: Sequence[bytes] = (
    *(b'"', b'""', b'"""', b"\n", b"\r", b"\r\n", b",", b"\x00", b"\xff\xfe", b"\xef"),
    *(b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\\", b"'"),
    *(b"{", b"}", b"[", b"]", b":", b"NaN", b"-Infinity", b"1e999", b"\\u0000", b"#"),
    *(b"\\ud800", b'{"a":' * 300, b"[" * 300, b"9" * 400, b" " * 300, b"\x1a", b"\x85"),
)
NAMES = (
    "",
    " ",
    "raw_file",
    "raw_row",
    "kpi_file",
    "TICKET_ID",
    "a.b",
    'a"b',
    "é",
    "x" * 300,
)


@dataclass(frozen=True)
class Case:
    """One raw file: its name below the raw folder, its bytes, and what it should hold.

    ``row_count`` is None where the bytes themselves were spoilt.
    """

    table: str
    name: str
    content: bytes
    row_count: int | None


def case(number: int, tables: dict[str, Rows]) -> Case:
    """Return the case of this number: the same one every time."""
    random = Random(number)
    table = random.choice(sorted(tables))
    rows = spoilt_rows(random, renamed(tables[table], number))
    form = random.choice(FORMATS)
    content = written(random, rows, form)
    row_count: int | None = len(rows)
    if random.random() < 0.5:
        content, row_count = spoilt_bytes(random, content), None
    return Case(table, f"{table}/{number}.{form}", content, row_count)


def renamed(rows: Rows, number: int) -> Rows:
    """Return rows whose keys no other case has."""
    kept = ("deployment_id", "document_id")
    return [
        {
            name: f"{value}.{number}"
            if name.endswith("_id") and name not in kept and value
            else value
            for name, value in row.items()
        }
        for row in rows
    ]


def spoilt_rows(random: Random, rows: Rows) -> Rows:
    """Return some of the rows with values, rows and columns gone wrong."""
    some = [dict(row) for row in random.sample(rows, random.randint(1, len(rows)))]
    names = list(dict.fromkeys(name for row in some for name in row))
    for _ in range(random.randrange(4)):
        random.choice(some)[random.choice(names)] = random.choice(VALUES)
    if random.random() < 0.2:
        some.append(dict(random.choice(some)))
    if random.random() < 0.15:
        name, other = random.choice(names), random.choice(NAMES)
        some = [{other if k == name else k: v for k, v in row.items()} for row in some]
    if random.random() < 0.1:
        some = [{**row, random.choice(NAMES): random.choice(VALUES)} for row in some]
    return some


def spoilt_bytes(random: Random, content: bytes) -> bytes:
    """Return the bytes with one to four cuts, copies, flips and insertions."""
    for _ in range(random.randint(1, 4)):
        start = random.randrange(len(content) + 1)
        end = min(len(content), start + random.choice((0, 1, 2, 8, 50, 400)))
        piece = random.choice(
            (
                b"",
                random.choice(BYTES),
                random.choice(BYTES),
                content[start:end] * 2,
                bytes(random.randrange(256) for _ in range(end - start)),
                content[: random.randrange(60)],
            )
        )
        content = content[:start] + piece + content[end:]
    return content


def written(random: Random, rows: Rows, form: str) -> bytes:
    """Return rows as a file of a format."""
    kind, _, packed = form.partition(".")
    writers: dict[str, Callable[[Random, Rows], bytes]] = {
        "csv": as_csv,
        "jsonl": as_json_lines,
        "json": as_json_array,
        "parquet": as_parquet,
    }
    content = writers[kind](random, rows)
    return gzip.compress(content, mtime=0) if packed else content


def as_csv(random: Random, rows: Rows) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    # Only with this end does the writer put quotes around a lone carriage return.
    end, quoting = random.choice(
        (("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL))
    )
    writer = csv.DictWriter(text, names, lineterminator=end, quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def as_json_lines(_: Random, rows: Rows) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


def as_json_array(random: Random, rows: Rows) -> bytes:
    text = json.dumps(rows, indent=random.choice((None, 2)), ensure_ascii=False)
    return text.encode("utf-8", "surrogatepass")


def as_parquet(random: Random, rows: Rows) -> bytes:
    """Write each column with its own type where all values have one, else as text."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: column(random, [row.get(name) for row in rows]) for name in names}
    file = io.BytesIO()
    codec = random.choice(("snappy", "zstd", "none"))
    pq.write_table(pa.table(columns), file, compression=codec)
    return file.getvalue()


def column(random: Random, values: Sequence[object]) -> pa.Array:
    try:
        # Parquet has no type for a struct of nothing.
        return pa.array([str(each) if each == {} else each for each in values])
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        texts = [None if each is None else str(each) for each in values]
        kind = random.choice((pa.string(), pa.large_string(), pa.binary()))
        return pa.array(texts).cast(kind)
